"""Twenty offers as sellers write them, for what the companies of the sandbox's world buy."""

# (description, target audience, pain points, competitors, industries)
ROWS = [
    (
        "Production scheduling that replans a factory in seconds.",
        "Plant managers and heads of operations at machine builders. Not recruiters.",
        ["replanning takes hours whenever a machine fails", "late orders because dates are guessed"],
        ["PlanMaster", "Taktwerk"],
        ["Machinery"],
    ),
    (
        "Production planning for plants that outgrew their spreadsheets",
        "Supply chain directors, production planners",
        ["planning machines in spreadsheets", "no one trusts the schedule"],
        ["Rostergrid"],
        ["Plastics", "Packaging & Containers"],
    ),
    (
        "CRM for small sales teams, set up in a day",
        "Founders and heads of sales at companies with 10 to 200 employees",
        ["pipeline numbers no one believes", "reps spend Friday on data entry", "duplicates in the account list"],
        ["Pipelark", "Salesbarn", "Dealfern"],
        ["Computer Software"],
    ),
    (
        "We clean and forecast your sales pipeline",
        "CROs and revenue operations managers in SaaS",
        ["forecast calls are guesswork", "duplicates everywhere"],
        ["Contactoro"],
        [],
    ),
    (
        "Sales engagement platform with intent signals",
        "VPs of sales, SDR managers",
        ["reply rates are falling", "sequences land in spam"],
        ["Outboundly", "Cadencia"],
        ["Computer Software"],
    ),
    (
        "Help desk software that answers repeated questions by itself",
        "Heads of customer support and customer success managers",
        ["tickets get lost between shifts", "customers repeat their story", "first response takes too long"],
        ["Deskmoor", "Supportly"],
        ["Retail"],
    ),
    (
        "Support inbox for online shops",
        "Customer service leads at online retailers",
        ["the same questions all day", "first response over ten hours"],
        ["Ticketwren", "Answerfox"],
        ["Retail"],
    ),
    (
        "An analytics platform where every number has one definition",
        "Heads of data, data engineers, product managers",
        ["every dashboard shows another revenue", "analysts wait days", "no one trusts our numbers"],
        ["Metricbay", "Lakeloom"],
        [],
    ),
    (
        "HR software for onboarding and leave",
        "HR managers and heads of people at companies with 50 to 500 employees",
        ["onboarding lives in spreadsheets", "payroll corrections every month"],
        ["Peoplemint", "Staffolio"],
        [],
    ),
    (
        "Payroll and leave for hotels and clinics",
        "HR directors in hospitality and health care",
        ["no one knows how much leave is left", "payroll corrections"],
        ["Onboardia"],
        ["Hospitality", "Hospital & Health Care"],
    ),
    (
        "Accounting software that closes the month in three days",
        "CFOs, controllers and heads of accounting",
        ["month-end close takes too long", "invoices are typed in by hand", "expense reports on paper"],
        ["Ledgerwren", "Closewell"],
        ["Financial Services"],
    ),
    (
        "Project management tool for agencies and product teams",
        "Project managers, product owners, COOs of agencies",
        ["status meetings eat the week", "every team has its own board", "deadlines slip"],
        ["Taskheron", "Boardmoss"],
        ["Marketing & Advertising"],
    ),
    (
        "Security platform for access reviews and offboarding",
        "CISOs and IT managers",
        ["access reviews take months", "false alerts", "offboarding leaves accounts open"],
        ["Guardfen", "Vaultbird"],
        ["Banking", "Insurance"],
    ),
    (
        "Audit automation for IT security teams",
        "IT security managers in banks",
        ["every audit is a fire drill", "drowning in false alerts"],
        ["Sentrymoor"],
        ["Banking"],
    ),
    (
        "Observability tool with a flat price",
        "CTOs, site reliability engineers, DevOps leads",
        ["logging bill doubled", "alerts wake people up for nothing", "outages are reported by customers"],
        ["Tracelark", "Logmarsh"],
        ["Information Technology & Services"],
    ),
    (
        "Shop platform that marketers can change without developers",
        "E-commerce managers and CMOs",
        ["checkout drops carts", "stock is wrong online", "every change needs a developer"],
        ["Shopfjell", "Checkoutly"],
        ["Retail"],
    ),
    (
        "Marketing automation for B2B",
        "CMOs and demand generation managers",
        ["open rates collapsed", "attribution is a mystery", "leads go cold"],
        ["Mailsparrow", "Nurturo"],
        ["Computer Software"],
    ),
    (
        "Contract management software with reminders before renewals",
        "General counsels and legal operations managers",
        ["contracts are lost in inboxes", "renewals slip", "legal review takes weeks"],
        ["Clausewood", "Signhaven"],
        [],
    ),
    (
        "Transport management system for shippers",
        "Logistics managers and heads of supply chain",
        ["carriers are booked by phone", "demurrage costs", "no idea where trucks are"],
        ["Haulwise", "Freightmoss"],
        ["Logistics & Supply Chain"],
    ),
    (
        "Live truck tracking and delivery times",
        "Dispatchers and transport managers",
        ["delivery promises are guesses", "no one knows where the trucks are"],
        ["Routefinch", "Dockline"],
        ["Logistics & Supply Chain"],
    ),
]  # fmt: skip


def offers():
    """The fields of each."""
    names = "description", "target_audience", "pain_points", "competitors", "industries"
    return [dict(zip(names, row, strict=True), name=f"Offer {number}") for number, row in enumerate(ROWS, start=1)]
