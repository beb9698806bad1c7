"""The desk's views, one module for each area, in the order of the menu."""

from nearer_admin.views.account import AccountView
from nearer_admin.views.base import DeskView
from nearer_admin.views.composer import ComposerView
from nearer_admin.views.couples import CouplesView
from nearer_admin.views.deeds import DeedsView
from nearer_admin.views.doors import DoorsView
from nearer_admin.views.editions import EditionsView
from nearer_admin.views.exchange import ExchangeView
from nearer_admin.views.gallery import GalleryView
from nearer_admin.views.help import HelpView
from nearer_admin.views.holds import HoldsView
from nearer_admin.views.home import HomeView
from nearer_admin.views.letters import LettersView
from nearer_admin.views.library import LibraryView
from nearer_admin.views.links import LinksView
from nearer_admin.views.material import MaterialView
from nearer_admin.views.media import MediaView
from nearer_admin.views.notes import NotesView
from nearer_admin.views.origins import OriginsView
from nearer_admin.views.people import CounsellorsView, PracticesView
from nearer_admin.views.plugins import PluginsView
from nearer_admin.views.practice import PracticeView
from nearer_admin.views.previews import PreviewsView
from nearer_admin.views.programs import ProgramsView
from nearer_admin.views.publish import PublishView
from nearer_admin.views.rehearsal import RehearsalView
from nearer_admin.views.results import ResultsView
from nearer_admin.views.shelf import ShelfView
from nearer_admin.views.tasks import TasksView
from nearer_admin.views.team import TeamView


def home_view() -> HomeView:
    """The first page."""
    return HomeView()


def all_views() -> list[DeskView]:
    """Every other page, in the order of the menu."""
    return [
        ProgramsView(),
        ComposerView(),
        ShelfView(),
        PublishView(),
        ExchangeView(),
        EditionsView(),
        PreviewsView(),
        RehearsalView(),
        LibraryView(),
        OriginsView(),
        MediaView(),
        MaterialView(),
        DoorsView(),
        GalleryView(),
        CouplesView(),
        TasksView(),
        ResultsView(),
        NotesView(),
        LettersView(),
        LinksView(),
        HoldsView(),
        PracticeView(),
        PracticesView(),
        CounsellorsView(),
        TeamView(),
        DeedsView(),
        PluginsView(),
        AccountView(),
        HelpView(),
    ]
