"""The columns that several tables of the report share: of pay and of work arrangements."""

from dataclasses import replace

from orchestration.publish.report.parts import Column

_STATUS, _ROBUST = "salary_publish_status", "robust_publish_status"
MEAN = (
    Column(
        "Mean",
        "mean_salary_usd",
        "money",
        is_of_text=True,
        status=_STATUS,
        figure="mean_salary_usd/report",
    ),
    Column(
        "95 % interval of the mean",
        "",
        "money",
        status=_STATUS,
        ends=("mean_salary_low_usd", "mean_salary_high_usd"),
    ),
    Column(
        "Median",
        "median_salary_usd",
        "money",
        is_of_text=True,
        status=_STATUS,
        figure="median_salary_usd/report",
        is_minor=True,
    ),
)
_BY_ARRANGEMENT = "listing_count:workplace={}/report"
REMOTE = _BY_ARRANGEMENT.format("remote")
_KNOWN = tuple(_BY_ARRANGEMENT.format(name) for name in ("remote", "hybrid", "onsite"))
FOREIGN = "listing_count:foreign_salary=true/report"
LISTINGS = "listing_count/report"
"""The figure whose passport has the listings, the roles and the companies of a group."""
_SAMPLE_OF_MEAN = "mean_salary_usd/report"
_SAMPLE_OF_REMOTE = "remote_of_read_share/report"
PAID = Column(
    "Pay disclosed", "with_salary_count", is_of_text=True, figure=_SAMPLE_OF_MEAN, is_sample=True
)
READ = Column("Texts read", "with_text_count", "count", figure=_SAMPLE_OF_REMOTE, is_sample=True)
OF_GROUP = Column("Listings", "listing_count", figure=LISTINGS)
ROLES = Column("Roles", "role_count", figure=LISTINGS, is_sample=True)
COMPANIES = Column("Companies", "company_count", figure=LISTINGS, is_sample=True)


def minor(column: Column) -> Column:
    """The same column, left out on a narrow screen."""
    return replace(column, is_minor=True)


_PAY = (
    *MEAN,
    Column(
        "Robust median",
        "robust_median_salary_usd",
        "money",
        status=_ROBUST,
        figure="median_salary_usd/robust",
        is_minor=True,
    ),
    Column(
        "95 % interval",
        "",
        "money",
        status=_ROBUST,
        ends=("robust_median_low_usd", "robust_median_high_usd"),
        is_minor=True,
    ),
    Column(
        "Robust: roles",
        "robust_role_count",
        "sample",
        figure="median_salary_usd/robust",
        is_sample=True,
        is_minor=True,
    ),
    PAID,
    Column(
        "Companies with pay",
        "with_salary_company_count",
        is_of_text=True,
        figure=_SAMPLE_OF_MEAN,
        is_sample=True,
        is_minor=True,
    ),
)
_SIZE = (minor(OF_GROUP), minor(COMPANIES))
PAY = (*_PAY, minor(READ), *_SIZE)
PAY_OF_TEXTS = (*_PAY, *_SIZE)
"""For groups that only a text can put a listing into: each of its listings has a text."""
REMOTE_OF_ALL = Column(
    "Remote, of all",
    "remote_share",
    "share",
    status="remote_publish_status",
    figure=REMOTE,
    share_of=(LISTINGS,),
    is_minor=True,
)
DISCLOSED_OF_READ = Column(
    "Pay disclosed, of read",
    "disclosure_share",
    "share",
    is_of_text=True,
    status="disclosure_publish_status",
    figure="disclosure_share/report",
    is_minor=True,
)
REMOTE_OF_READ = Column(
    "Remote, of read",
    "remote_of_read_share",
    "share",
    is_of_text=True,
    status="remote_publish_status",
    figure="remote_of_read_share/report",
)
PLACE = (
    REMOTE_OF_READ,
    Column(
        "95 % interval",
        "",
        "share",
        status="remote_publish_status",
        ends=("remote_of_read_low_share", "remote_of_read_high_share"),
    ),
    Column(
        "Remote, of known",
        "remote_of_known_share",
        "share",
        status="remote_publish_status",
        figure=REMOTE,
        share_of=_KNOWN,
        is_minor=True,
    ),
    REMOTE_OF_ALL,
    READ,
    minor(OF_GROUP),
    Column(
        "Not stated",
        "not_stated_count",
        "count",
        figure=_BY_ARRANGEMENT.format("not%20stated"),
        is_minor=True,
    ),
    Column(
        "Not read",
        "not_read_count",
        "count",
        figure=_BY_ARRANGEMENT.format("not%20read"),
        is_minor=True,
    ),
    minor(COMPANIES),
)
