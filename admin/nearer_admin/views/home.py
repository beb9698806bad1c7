"""The first page: which couples need me, which programs are out, what is unfinished."""

from __future__ import annotations

from flask_admin import expose

from nearer import desk
from nearer_admin.guard import may_open
from nearer_admin.views.base import DeskView, installation, me, practice_id, store
from nearer_admin.views.links import shown_links
from nearer_admin.views.programs import program_state

FEW = 8


class HomeView(DeskView):
    """Answers three questions for a counsellor; shows an administrator the way to their pages."""

    def __init__(self) -> None:
        super().__init__("Home", endpoint="home", url="/")

    @expose("/")
    def index_view(self) -> str:
        """The page after signing in."""
        if me().is_administrator:
            return self.render("desk/home_administrator.html", practices=desk.list_practices(store(), limit=FEW))
        mine = practice_id()
        programs = desk.list_programs(store(), mine, limit=FEW)
        unfinished = []
        practice = desk.get_practice(store(), mine)
        current = desk.list_current(store(), [each.id for each in programs])
        for program in programs:
            publication = current.get(program.id)
            if publication is None or publication.revision != program.revision:
                unfinished.append((program, program_state(program, publication)))
        out = [
            each for each in shown_links(desk.list_links(store(), mine, limit=FEW), practice) if each.state == "open"
        ]
        return self.render(
            "desk/home.html",
            practice=practice,
            couples=couples_to_call() if may_open("couples.index_view") else [],
            programs=programs,
            out=out,
            unfinished=unfinished,
        )


def couples_to_call() -> list[tuple[str, str]]:
    """Public id and label of the couples with a task of mine or of nobody, each once; why is not said in any list."""
    tasks = desk.list_tasks(store(), practice_id(), given=(me().id, None), limit=50)
    ids = list(dict.fromkeys(task.couple_id for task in tasks))
    labels = desk.list_labels(store(), installation().keyring, ids)
    publics = desk.list_public_ids(store(), practice_id(), ids)
    return [(publics[each], labels.get(each) or "A couple without a label") for each in ids if each in publics]
