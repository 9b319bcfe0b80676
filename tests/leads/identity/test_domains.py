import pytest

from leads.identity.domains import domain_name, host_of, registrable_domain


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Team.Acme.co.uk:8443/a?b#c", "team.acme.co.uk"),
        ("www.acme.example", "www.acme.example"),
        ("acme.example./about", "acme.example"),
        ("https://[2001:db8::1]/", "2001:db8::1"),
        ("http://[broken", ""),
        ("", ""),
    ],
)
def test_an_address_names_its_host_however_it_is_written(address, host):
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("host", "domain", "name"),
    [
        ("team.acme.co.uk", "acme.co.uk", "acme"),
        ("acme.de", "acme.de", "acme"),
        ("a.b.acme.com.br", "acme.com.br", "acme"),
        ("www.acme.example", "acme.example", "acme"),
        ("anna.github.io", "anna.github.io", "anna"),
        ("blog.bob.github.io", "bob.github.io", "bob"),
        ("anna.blogspot.com", "anna.blogspot.com", "anna"),
        ("github.io", "github.io", "github"),
        ("shop.müller.de", "müller.de", "müller"),
        ("shop.xn--mller-kva.de", "xn--mller-kva.de", "xn--mller-kva"),
        ("192.168.10.1", "192.168.10.1", "192"),
        ("2001:db8::1", "2001:db8::1", "2001:db8::1"),
        ("localhost", "localhost", "localhost"),
        ("broken..example", "broken..example", "broken"),
        ("", "", ""),
    ],
)
def test_the_public_suffix_list_says_what_was_registered(host, domain, name):
    assert (registrable_domain(host), domain_name(host)) == (domain, name)
