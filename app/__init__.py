"""Từng Nhà: the log book of a ward's community digital technology teams."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    body_limit,
    csrf,
    engines,
    errors,
    health,
    localisation,
    logs,
    migrations,
    period_words,
    saved_forms,
    secret_addresses,
    security,
    web_app,
)
from app.areas import change_views, merge_views, split_views
from app.backup import commands as backup_commands
from app.calendar import (
    campaign_change_views,
    campaign_views,
    date_views,
    duty_views,
    event_views,
    file_views,
    plan_views,
    shift_views,
)
from app.calendar import report_views as event_report_views
from app.calendar import roster_views as duty_roster_views
from app.calendar import views as calendar_views
from app.commands import Commands
from app.config import ROOT, Config
from app.demo import commands as demo_commands
from app.extensions import db, login_manager
from app.guides import views as guides_views
from app.households import double_views, list_views, party_views, walking_views
from app.imports import column_views, import_views, index_views, range_views, upload_views
from app.imports import commands as imports_commands
from app.logbook import commands as logbook_commands
from app.months import commands as months_commands
from app.months import narrative_views
from app.months import views as months_views
from app.overview import views as overview_views
from app.people import (
    account_views,
    audit_log_views,
    invitation_views,
    language_views,
    person_commands,
    sign_in_views,
)
from app.people import commands as people_commands
from app.photos import commands as photos_commands
from app.photos import views as photos_views
from app.pwa import assets
from app.pwa import views as pwa_views
from app.reading import stop_reading
from app.reports import part_views, payment_views, quick_views
from app.reports import views as reports_views
from app.review import decision_views, entry_views, queue_views, sample_views
from app.roster import card_views, invite_views, person_views, roster_views
from app.roster import invitation_views as roster_invitation_views
from app.settings import (
    add_views,
    event_type_views,
    flag_views,
    household_views,
    line_views,
    name_views,
    office_views,
    opening_views,
    period_views,
    population_views,
    procedure_views,
    published_views,
    report_views,
    service_views,
    target_views,
    template_views,
)
from app.settings import list_views as settings_list_views
from app.settings import views as settings_views
from app.start import area_commands, first_start_views, place_commands, ward_views
from app.start import commands as start_commands
from app.sync import views as sync_views
from app.sync import waiting_file_views

GROUND = (
    web_app,
    logs,
    errors,
    csrf,
    localisation,
    period_words,
    body_limit,
    security,
    secret_addresses,
    saved_forms,
    assets,
    health,
)
"""The modules that prepare an app, in the order in which requests come to them."""

VIEWS = (
    health,
    sign_in_views,
    account_views,
    audit_log_views,
    invitation_views,
    language_views,
    sync_views,
    waiting_file_views,
    photos_views,
    pwa_views,
    guides_views,
    overview_views,
    queue_views,
    entry_views,
    decision_views,
    sample_views,
    list_views,
    walking_views,
    party_views,
    double_views,
    months_views,
    narrative_views,
    reports_views,
    payment_views,
    part_views,
    quick_views,
    calendar_views,
    duty_roster_views,
    duty_views,
    plan_views,
    shift_views,
    event_views,
    date_views,
    file_views,
    event_report_views,
    campaign_views,
    campaign_change_views,
    roster_views,
    person_views,
    card_views,
    invite_views,
    roster_invitation_views,
    settings_views,
    service_views,
    event_type_views,
    procedure_views,
    household_views,
    flag_views,
    report_views,
    period_views,
    target_views,
    population_views,
    published_views,
    opening_views,
    office_views,
    template_views,
    merge_views,
    split_views,
    change_views,
    index_views,
    upload_views,
    range_views,
    column_views,
    import_views,
    first_start_views,
    ward_views,
    name_views,
    settings_list_views,
    add_views,
    line_views,
)
"""The modules with views. Those of a room share its blueprint."""

COMMANDS = (
    people_commands,
    person_commands,
    logbook_commands,
    months_commands,
    backup_commands,
    photos_commands,
    demo_commands,
    imports_commands,
    start_commands,
    place_commands,
    area_commands,
)


def create_app(config: Config | None = None) -> Flask:
    """Build the app from ``config``, or from the environment."""
    logs.configure()
    config = config or Config.from_environment()
    app = web_app.WebApp(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(config.for_flask())
    app.config["SQLALCHEMY_ENGINES"] = engines.engine_settings(config.database_url, config.read_url, config.pooling)
    app.cli = Commands(app.name)
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}

    app.teardown_appcontext(stop_reading)  # The first of these runs last: the sessions are closed before.
    db.init_app(app)
    engines.init_engines(app)
    migrations.init_app(app)
    login_manager.init_app(app)
    for ground in GROUND:
        ground.init_app(app)
    for blueprint in dict.fromkeys(module.bp for module in VIEWS):
        app.register_blueprint(blueprint)
    for room in COMMANDS:
        room.init_app(app)
    if config.public_origin:
        # Behind a proxy its word is taken for the client's address only; the origin is configured.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    return app
