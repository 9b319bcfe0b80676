"""Companies and jobs as Unipile writes them."""

from autoreach.sandbox.unipile_ids import COMPANY
from autoreach.sandbox.world.dice import hashed

JOB = 4_000_000_000
PERMISSIONS = """
canMembersInviteToFollow canReadContentSuggestions canReadMessages canUpdateOrganizationProfile
canCreateOrganicShare canReadAdminDashboard canReadOrganizationActivity canEditCurators
canManageOrganizationalPageFollow canReadOrganizationFollowerAnalytics canInviteMemberToFollow
canReadOrganizationLeadsAnalytics canEditPendingAdministrators canManageMessagingAccess
canSeeEmployeeExperienceAsMember canEmployeesInviteToFollow canSeeOrganizationAdministrativePage
canManageAdminRoles canEditOrganizationDetails canApproveContent canViewTeamPerformance
canManageOrganizationSettings canAccessAdvancedAnalytics canModerateComments canCreateAds canManageAdBudgets
canEditPageTheme canPublishNewsletters canEditCustomTabs canManageIntegrations canAssignRoles
canApprovePendingMembers canEditCareerPageSettings canViewBillingInformation
""".split()


class CompanyObjects:
    def __init__(self, app):
        self.app = app

    @property
    def world(self):
        return self.app.world

    def company(self, company):
        low, _, high = company.size.partition("-")
        return {
            "object": "CompanyProfile",
            "id": str(COMPANY + company.number),
            "name": company.name,
            "description": f"{company.name} – {company.about}.",
            "entity_urn": f"urn:li:fsd_company:{COMPANY + company.number}",
            "public_identifier": company.slug,
            "profile_url": f"https://www.linkedin.com/company/{company.slug}",
            "tagline": company.about,
            "followers_count": 40 + hashed(company.number, 9) % 20_000,
            "is_following": False,
            "is_employee": False,
            "hashtags": [],
            "messaging": {"is_enabled": False},
            "claimed": True,
            "viewer_permissions": dict.fromkeys(PERMISSIONS, False),
            "organization_type": "PRIVATELY_HELD",
            "locations": [
                {"is_headquarter": True, "country": company.city.code, "city": company.city.name, "street": []}
            ],
            "industry": [company.industry],
            "employee_count": company.employees,
            "employee_count_range": {"from": int(low), "to": int(high)},
            "website": company.website,
            "foundation_date": f"1/1/{company.founded}",
        }

    def company_result(self, company):
        return {
            "object": "SearchResult",
            "type": "COMPANY",
            "id": str(COMPANY + company.number),
            "name": company.name,
            "location": company.city.full,
            "profile_url": f"https://www.linkedin.com/company/{company.slug}",
            "industry": company.industry,
            "summary": f"{company.name} – {company.about}.",
            "followers_count": 40 + hashed(company.number, 9) % 20_000,
            "job_offers_count": len(self.world.companies.jobs(company)),
            "headcount": company.size,
        }

    def job(self, job):
        return {
            "object": "LinkedinJobPosting",
            "id": job_id(job),
            "state": "active",
            "title": job.title,
            "description": job.description,
            "company": job.company.name,
            "company_id": str(COMPANY + job.company.number),
            "location": job.company.city.full,
            "applicants_counter": job.number % 60,
            "cost": 0,
            "published_at": int(self.world.date(job.age).timestamp() * 1000),
            "hiring_team": [],
            "functions": [job.function],
            "industries": [job.company.industry],
        }

    def job_result(self, job):
        company, number = job.company, job_id(job)
        return {
            "object": "SearchResult",
            "type": "JOB",
            "id": number,
            "reference_id": f"ref{number}",
            "title": job.title,
            "location": company.city.full,
            "posted_at": self.world.date(job.age).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "reposted": job.number % 5 == 0,
            "url": f"https://www.linkedin.com/jobs/view/{number}",
            "promoted": job.number % 3 == 0,
            "benefits": [],
            "easy_apply": job.number % 2 == 0,
            "company": {
                "id": str(COMPANY + company.number),
                "public_identifier": company.slug,
                "name": company.name,
                "profile_url": f"https://www.linkedin.com/company/{company.slug}",
                "profile_picture_url": None,
            },
        }


def job_id(job):
    return str(JOB + job.number)
