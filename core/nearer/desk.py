"""The readers and writers of the desk, in one place: what an admin panel may call, and nothing that gets round it."""

# ruff: noqa: F401 - what is imported here is what the desk may call

from sqlalchemy.exc import DatabaseError

from nearer.comparing import AGAIN, CARRIED, GONE, REWORDED, STAYS, Comparison
from nearer.converting import Incoming, check_upload, read_file, write_file, write_results
from nearer.documents import UnreadableError, read_document, write_json, write_yaml
from nearer.errors import ConflictError, NearerError, NewerDatabaseError, NotFoundError, NotReadyError, status_of
from nearer.freezing import draft_problems, findings, freeze, preview_edition
from nearer.ids import new_id, with_ids
from nearer.installation import Installation, Settings, make_installation, open_installation, upgrade_database
from nearer.languages import OFFERED, own_name
from nearer.overlays import digest_of
from nearer.registry import Registry
from nearer.rehearsing import NAMES, Rehearsal, begin_rehearsal, find_rehearsal
from nearer.rounds.messages import Outgoing
from nearer.rules.canonical import digest
from nearer.rules.contract import Json
from nearer.rules.edition import Edition, Form, Step, compile_edition
from nearer.rules.formats import Format
from nearer.rules.journey import LATER, OPEN, Fact, Facts, Journey
from nearer.rules.media import Checked
from nearer.rules.problems import Problem
from nearer.rules.scoring import score, sources
from nearer.rules.visibility import Moment, filter_answer, rule_of, sentence
from nearer.serving import serve_installation
from nearer.store import media
from nearer.store.attempts import admit, forgive
from nearer.store.calling import let_in_again, list_spoken, note_spoken, read_contact
from nearer.store.caseload import (
    Case,
    count_done,
    get_couple,
    is_held_here,
    is_releasable,
    list_couples,
    list_public_ids,
    open_case,
    open_step,
    read_answers,
    read_safety,
    release_answers,
    release_together,
    rest_couple,
    waits_for_release,
)
from nearer.store.charges import find_charges, name_charge
from nearer.store.consents import EXPORT, has_consent
from nearer.store.copies import copy_for_couple, edition_of_couple, find_copy, hand_over
from nearer.store.couples import label_couple, list_labels
from nearer.store.deeds import Done, list_deeds, note_deed
from nearer.store.desk_rules import read_rule, set_rule
from nearer.store.desk_tables import Passkey, SignIn
from nearer.store.door import Read, read_at_once
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.store.exercises import (
    LibraryItem,
    archive_exercise,
    create_exercise,
    exercise_document,
    get_exercise,
    get_library_item,
    library,
    list_exercises,
    save_exercise,
)
from nearer.store.holds import PROGRAM, STEP, TYPE, held_now, lift_hold, list_holds, make_hold
from nearer.store.inside import NewerThan
from nearer.store.letters import LONGEST as LONGEST_LETTER
from nearer.store.letters import RESTS, list_sent, readers, send_letter, withdraw_letter
from nearer.store.links import change_link, close_link, get_link, link_states, list_links, make_link, reopen_link
from nearer.store.moves import find_move, order_move, run_move
from nearer.store.moving import ALL, NOBODY, UNAFFECTED, Forecast, forecast_move
from nearer.store.notes import LONGEST as LONGEST_NOTE
from nearer.store.notes import change_note, list_notes, write_note
from nearer.store.originals import origin_of, read_originals, read_today
from nearer.store.outbox import announce
from nearer.store.practices import (
    create_counsellor,
    create_practice,
    find_counsellor,
    get_practice,
    invite_until,
    list_people,
    list_practices,
    name_people,
    remove_second_step,
    save_practice,
    set_active,
    set_password,
    withdraw_invitation,
)
from nearer.store.programs import (
    archive_program,
    create_program,
    get_program,
    list_programs,
    list_revisions,
    list_titles,
    program_document,
    revision_document,
    save_program,
)
from nearer.store.publishing import (
    draft_edition,
    find_publication,
    get_publication,
    list_current,
    list_publications,
    publish_again,
    publish_program,
)
from nearer.store.readings import is_logged, note_readings
from nearer.store.roster import MOST as MOST_LOOKED_AT
from nearer.store.roster import Listed, Wanted, list_roster
from nearer.store.sharing import Colleague, may_share, share_exercise
from nearer.store.stopping import MOST as MOST_COUNTED
from nearer.store.stopping import count_finished
from nearer.store.tables import Counsellor, Couple, Exercise, Hold, Link, Move, Practice, Program, Publication, Task
from nearer.store.tagging import set_tags
from nearer.store.tasks import STUCK, close_task, get_task, list_tasks
from nearer.store.undoing import reach_of, redo_program, undo_program
from nearer.store.versions import Outdated, list_outdated
from nearer.upgrading import Upgrade, upgraded, upgrades
from nearer.web.media import send_media
from nearer.web.shown import rows
from nearer.web.spelling import spelled

__all__ = [name for name in sorted(globals()) if not name.startswith("_")]
"""Every name above and no other: this file is for nothing else, so none is said twice."""
