"""The one place where the service is put together."""

from typing import Any

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware

from tracker import logs
from tracker.keeping.keys import CurrentKey
from tracker.service import Service
from tracker.web import errors
from tracker.web.account import Account
from tracker.web.adding import Adding
from tracker.web.addresses import refuse_numbers_of_nothing
from tracker.web.annotations import Annotations
from tracker.web.asks import Asks
from tracker.web.assets import Assets
from tracker.web.backups import Backups
from tracker.web.board import BoardPages
from tracker.web.board_mail import BoardMail
from tracker.web.board_meetings import BoardMeetings
from tracker.web.board_pictures import BoardPictures
from tracker.web.citing import Citing
from tracker.web.closing import Closing
from tracker.web.confirming import Confirming
from tracker.web.consent import Consenting
from tracker.web.deliveries import Deliveries
from tracker.web.details import Details
from tracker.web.door import behind_a_door
from tracker.web.due import Dues
from tracker.web.editions import Editions, Proposals
from tracker.web.engagements import Engagements
from tracker.web.erasing import Erasing
from tracker.web.feeds import Feeds
from tracker.web.first_hour import FirstHour
from tracker.web.form import provide_form
from tracker.web.grounds import Grounds
from tracker.web.headers import add_headers
from tracker.web.history import HistoryOfTheRecord
from tracker.web.holders import Holders
from tracker.web.keeping import Keeping
from tracker.web.looking import Looking
from tracker.web.mailing import Mailing
from tracker.web.marking import Marking
from tracker.web.measures import Measures
from tracker.web.meeting import Correcting, Meetings, Stricter
from tracker.web.offices import Offices
from tracker.web.onward import Addressees
from tracker.web.overview import Overview
from tracker.web.pack_links import Following, PackLinks
from tracker.web.packs import Packs
from tracker.web.people import People
from tracker.web.policy import enforce
from tracker.web.positions import Positions
from tracker.web.profiles import Profiles
from tracker.web.quotes import Quotes
from tracker.web.redacting import Redacting
from tracker.web.registers import Registers
from tracker.web.reports import Reports
from tracker.web.reviewing import Reviewing
from tracker.web.searching import Searching
from tracker.web.second_factor import SecondFactor
from tracker.web.signing_in import SigningIn
from tracker.web.sources import Sources
from tracker.web.story import Stories
from tracker.web.successors import Successors
from tracker.web.suggestions import Suggestions
from tracker.web.telling import Telling
from tracker.web.texts import Texts
from tracker.web.tiers import QuoteTier, Tiers
from tracker.web.together import DraftsTogether, Together
from tracker.web.transcribing import Transcribing
from tracker.web.triage import Triage
from tracker.web.updating import Updating
from tracker.web.uploads import keep_uploads_in_memory
from tracker.web.verifying import Verifying
from tracker.web.versions import Changes
from tracker.web.visitor import FindVisitor, named, provide_service, provide_visitor
from tracker.web.ways_back import WaysBack
from tracker.web.work import Worklists
from tracker.web.year import CalendarFeeds, Years

LARGEST_FORM = 8 * 1024 * 1024

CONTROLLERS: list[Any] = [
    SigningIn,
    Overview,
    BoardPages,
    BoardPictures,
    Worklists,
    Years,
    Stories,
    Suggestions,
    Updating,
    Positions,
    Looking,
    Closing,
    BoardMeetings,
    BoardMail,
    Addressees,
    Offices,
    Successors,
    Reviewing,
    Adding,
    Changes,
    Sources,
    Registers,
    Reports,
    Marking,
    Annotations,
    Transcribing,
    Meetings,
    Stricter,
    Correcting,
    Quotes,
    Citing,
    Consenting,
    Details,
    Redacting,
    QuoteTier,
    Tiers,
    Searching,
    FirstHour,
    Grounds,
    Measures,
    Triage,
    Texts,
    Together,
    DraftsTogether,
    Packs,
    Proposals,
    Editions,
    Deliveries,
    Mailing,
    Dues,
    Engagements,
    Holders,
    PackLinks,
    Following,
    Verifying,
    Profiles,
    Asks,
    People,
    Keeping,
    HistoryOfTheRecord,
    Erasing,
    Backups,
    Account,
    Telling,
    Feeds,
    CalendarFeeds,
    SecondFactor,
    Confirming,
    WaysBack,
    Assets,
]


class Forms(CSRFConfig):
    """Signed with the key as it is at this moment: a new one needs no new start."""

    def __init__(self, current: CurrentKey, **more: Any) -> None:
        self._current = current
        super().__init__(secret=current(), **more)

    @property
    def secret(self) -> str:
        return self._current()

    @secret.setter
    def secret(self, _: str) -> None:
        """It is looked for each time."""


def create_app(service: Service) -> Litestar:
    logs.configure()
    keep_uploads_in_memory()
    secure = service.settings.secure_cookies
    app = Litestar(
        route_handlers=CONTROLLERS,
        state=State({"service": service}),
        guards=[enforce, refuse_numbers_of_nothing],
        middleware=[DefineMiddleware(FindVisitor)],
        dependencies={
            "service": Provide(provide_service, sync_to_thread=False),
            "visitor": Provide(provide_visitor, sync_to_thread=False),
            "form": Provide(provide_form),
        },
        exception_handlers=errors.HANDLERS,
        before_send=[add_headers],
        csrf_config=Forms(
            CurrentKey(service.settings.home),
            cookie_name=named("form", secure),
            cookie_httponly=True,
            cookie_secure=secure,
        ),
        compression_config=CompressionConfig(
            backend="gzip",
            minimum_size=600,
            exclude=[
                "^/assets/",
                r"\.pdf$",
                r"^/editions/\d+/files/",
                r"^/transcriptions/\d+/pages/",
            ],
        ),
        request_max_body_size=LARGEST_FORM,
        openapi_config=None,
        logging_config=None,
        on_shutdown=[close_service],
    )
    app.asgi_handler = behind_a_door(app.asgi_handler)
    return app


def close_service(app: Litestar) -> None:
    app.state.service.close()
