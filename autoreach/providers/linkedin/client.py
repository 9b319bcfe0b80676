"""LinkedIn through a member's session at Unipile, read-only. Every method is one request, a page each."""

from autoreach.providers.linkedin.follower_requests import FollowerRequests
from autoreach.providers.linkedin.post_requests import PostRequests
from autoreach.providers.linkedin.profile_requests import ProfileRequests


class LinkedIn(ProfileRequests, PostRequests, FollowerRequests):
    """How it is built is in `Sending`; searches come with `FollowerRequests`, which fall back on them."""
