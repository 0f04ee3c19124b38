"""The messages of the phone's scripts, in the language of the page that they run in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask_babel import lazy_gettext as _l

from app.json_fields import REQUIRED
from app.json_types import Message
from app.logbook.kinds import HEADLINES, KINDS
from app.logbook.wording import REASON_NAMES, STATUS_NAMES
from app.pwa.correction_messages import CORRECTION_MESSAGES
from app.pwa.counted_messages import COUNTED_MESSAGES
from app.pwa.event_messages import EVENT_MESSAGES
from app.pwa.hand_over_messages import HAND_OVER_MESSAGES
from app.pwa.household_messages import HOUSEHOLD_MESSAGES
from app.pwa.kind_fields import described_kind

MESSAGES: Mapping[str, Message] = {
    "account": _l("Account"),
    "add": _l("Add:"),
    "add_location": _l("Add the location"),
    "amount": _l("%(number)s and %(photos)s"),
    "area_follows": _l("Choosing one of another area also sets the area."),
    "all_households": _l("All households of the team"),
    "area_changed.households": _l("This household is in %(area)s: the area is now %(area)s."),
    "area_changed.merchants": _l("This merchant is in %(area)s: the area is now %(area)s."),
    "as_of": _l("as of %(day)s"),
    "attached_refused": _l("The visit is received, but not what you also helped with. Correct it and send again."),
    "back_to_list": _l("Back to my work"),
    "carried.remove": _l("Do not carry on: %(text)s"),
    "close": _l("Close"),
    "choose_household": _l("Choose a household, write a new one, or count it without a name."),
    "choose_or_add": _l("Choose from the list, or write a new one."),
    "clearing_deletes": _l(
        "Until it is sent, this is only on this phone. Do not clear the browser's data and do not delete the app: "
        "what waits would be deleted too."
    ),
    "clearing_understood": _l("I understand"),
    "conflict": _l("The ward could not take this change. Open it again from your list."),
    "conflict.approved": _l("The ward has approved this already. To change it, ask the ward's coordinator."),
    "conflict.month_closed": _l("The month is closed, so this can no longer be changed."),
    "conflict.period_closed": _l("%(period)s is closed, so this can no longer be changed."),
    "conflict.not_yours": _l("This belongs to somebody else."),
    "conflict.returned": _l(
        "The ward has returned this while you were changing it. Open it with a connection to see why."
    ),
    "conflict.stale": _l("A newer version of this is with the ward. Open it again from your list."),
    "conflict.void": _l("This no longer counts. Log it again."),
    "correct": _l("Correct"),
    "corrected": _l("Corrected. The ward has received it again."),
    "counts_in": _l("Counts in %(period)s."),
    "day_has_changed": _l("A new day has begun. This is for %(day)s: tap Today if it was done after midnight."),
    "discard": _l("Delete from this phone"),
    "discard_change": _l("Drop this change"),
    "discard_draft": _l("Delete and start again"),
    "draft_resumed": _l("This is what you had not finished. Go on, then save."),
    "entry_not_found": _l("This entry is not in your list of the last 60 days."),
    "error.forbidden": _l("The ward no longer takes entries from this account. Ask the ward's coordinator."),
    "error.no_network": _l("No connection. This phone sends it by itself later."),
    "error.signed_out": _l("You are signed out. Sign in, then this phone sends it."),
    "error.unavailable": _l("The ward's server is not answering well. This phone tries again by itself."),
    "exported_unsaved": _l("Saved as %(name)s. Give it to the ward's coordinator. Leave this page open all the same."),
    "figures": _l("Figures"),
    "finding_location": _l("Looking for the location …"),
    "finish_draft": _l("Finish it first"),
    "forbidden": _l("The ward no longer takes entries from this account. Ask the ward's coordinator."),
    "free_space": _l("This phone has room for about %(number)s MB more."),
    "install_app": _l("Put Từng Nhà on the home screen"),
    "lane_done": _l("Every household of %(name)s in the list was visited lately."),
    "last_sent": _l("Last sent: %(moment)s."),
    "last_visited": _l("visited %(day)s"),
    "location_added": _l("The location is added, rounded to 100 m."),
    "location_failed": _l("The location was not found. You can save without it."),
    "log_again_anyway": _l("Log it once more all the same"),
    "logged_again_on": _l("You logged this again already, for %(day)s. Logged once more, the same work counts twice."),
    "log_again": _l("Log again"),
    "logged_on_day": _l("You have logged this on this day already: %(entry)s."),
    "may_be_cleared": _l(
        "This browser may delete what waits when it has no room, or is not used for days. Put Từng Nhà on the home "
        "screen, and do not clear the browser's data."
    ),
    "month": _l("month %(month)s"),
    "month_closed": _l("%(period)s is closed. This will count in %(counted)s; its day stays true."),
    "new_one.households": _l("New household “%(text)s”"),
    "new_one.merchants": _l("New merchant “%(text)s”"),
    "new_or.households": _l("New household “%(text)s”, or %(known)s?"),
    "new_or.merchants": _l("New merchant “%(text)s”, or %(known)s?"),
    "new_or_known.households": _l("New household “%(text)s”, or one that is known?"),
    "new_or_known.merchants": _l("New merchant “%(text)s”, or one that is known?"),
    "next_household": _l("Next household: %(label)s"),
    "no": _l("no"),
    "no_entries": _l("Nothing logged yet."),
    "no_logging": _l("Your account does not log work. You find the figures under Figures."),
    "no_post": _l("Your account has no post at present. Ask your ward's coordinator."),
    "post_ended": _l(
        "The ward ended your post on %(day)s. What waits on this phone is still sent to the ward until %(until)s."
    ),
    "post_over": _l(
        "The ward ended your post on %(day)s. It took in what was done before until %(until)s. What is still on this "
        "phone stays there: show it to the ward."
    ),
    "left_on_phone": _l(
        "Entries on this phone that the ward has not taken in: %(number)s. Show them to your ward's coordinator."
    ),
    "no_network": _l("No connection. Once this page was opened with a connection, it also opens without."),
    "no_storage": _l(
        "This browser keeps nothing (a private window?). Open Từng Nhà in an ordinary window before you log."
    ),
    "not_listed.households": _l("The household is no longer in the list. Choose another one, or write it."),
    "not_listed.merchants": _l("The merchant is no longer in the list. Choose another one, or write it."),
    "not_named": _l("not named"),
    "not_offered": _l("no longer in the list"),
    "not_saved": _l(
        "This is not saved yet! Leave this page open: the phone tries again by itself, and sends it where there is a "
        "connection."
    ),
    "not_saved_by_mistake": _l(
        "Something went wrong, and this is not saved yet! What you wrote is still here. Press Save again. If that does "
        "not help, load the page again."
    ),
    "number_found": _l("Found: %(number)s"),
    "open_elsewhere": _l("This entry is open in another tab. Go on there, or close that tab and load this page again."),
    "others_waiting": _l("Of %(name)s, not sent yet: %(number)s. It goes when %(name)s signs in."),
    "other_draft": _l("Another entry is not finished yet: %(title)s. It stays on this phone."),
    "other_lane": _l("Another lane: %(label)s"),
    "period": _l("period %(month)s (%(days)s)"),
    "photo": _l("Photo %(number)s"),
    "photo_not_saved": _l("This phone has no room for the photo. The entry can be saved without it."),
    "photo_refused": _l("The ward did not take this photo."),
    "photo_refused.too_many": _l("The ward has as many photos of this entry as it can have."),
    "photo_refused.unknown_entry": _l("The ward does not have the entry that this photo belongs to."),
    "photo_unreadable": _l("This is not a photo that the phone can read. Take another, or save without it."),
    "photos_without_code": _l("Photos can be added once there is a connection. The entry can be saved without them."),
    "photos_full": _l("At most %(number)s photos."),
    "received": _l("Received by the ward"),
    "received_month": _l("Received by the ward this month: %(number)s"),
    "received_period": _l("Received by the ward this period: %(number)s"),
    "reload": _l("Load the page again"),
    "remove": _l("Remove"),
    "replaced": _l("This was logged again."),
    "returned_meanwhile": _l(
        "The ward returned this while you were changing it: %(reason)s Look at it again, then send it."
    ),
    "same_again.merchant": _l("The same merchant again?"),
    "same_again.training": _l("The same session again?"),
    "save_as_file": _l("Save what is not sent as a file"),
    "required": REQUIRED,
    "saved": _l("Saved on this phone"),
    "saved_hint": _l("The ward does not have it yet. This phone sends it by itself. You may log the next one."),
    "see_replacement": _l("See that entry"),
    "send_now": _l("Send now"),
    "show_corrections": _l("See what is to be corrected: %(number)s"),
    "show_more": _l("Show %(number)s more"),
    "sign_in": _l("Sign in"),
    "sign_in_first": _l("Sign in to log your work."),
    "signed_out": _l("You are signed out. Sign in to fetch your lists."),
    "state": _l("State of the household: %(text)s"),
    "state.have": _l("have %(name)s: %(number)s"),
    "state.internet.false": _l("no internet at home"),
    "state.internet.true": _l("internet at home"),
    "state.leave_out": _l("Do not write down the state"),
    "state.none": _l("not written down with this visit"),
    "state.now": _l("written down with this visit"),
    "state.people_14": _l("aged 14 and over: %(number)s"),
    "state.people_18": _l("aged 18 and over: %(number)s"),
    "state.people_60": _l("aged 60 and over: %(number)s"),
    "state.same": _l("Still the same"),
    "state.shares_phone.false": _l("nobody shares a phone"),
    "state.shares_phone.true": _l("several share one phone"),
    "state.smartphones": _l("smartphones: %(number)s"),
    "state.surveyed": _l("surveyed on %(day)s"),
    "state.unknown": _l("not surveyed yet"),
    "status.mend": _l("needs correcting"),
    "status.parked": _l("could not be sent"),
    "status.refused": _l("needs correcting"),
    "status.waiting": _l("not sent yet"),
    "status.withdrawing": _l("withdrawal not sent yet"),
    "storage_full": _l("This phone has no room left."),
    "storage_hangs": _l("The memory of this phone does not answer."),
    "somebody_else": _l("somebody else"),
    "target": _l("%(figure)s planned"),
    "target_progress": _l("%(done)s/%(figure)s reached (%(percent)s)"),
    "team.call": _l("Call"),
    "team.call_name": _l("Call %(name)s"),
    "team.last_on": _l("Not yet this week; last on %(day)s"),
    "team.logged": _l("Have logged this week: %(done)s of %(all)s"),
    "team.long_ago": _l("Nothing in the last 60 days"),
    "team.week": _l("%(first)s to %(last)s · updated at %(moment)s"),
    "team_target": _l("team"),
    "to_do.correct": _l("To correct: %(number)s"),
    "this_month": _l("This month"),
    "this_period": _l("This period (%(days)s)"),
    "today": _l("Today"),
    "unavailable": _l("The server did not answer well. Try again in a moment."),
    "unexpected": _l(
        "Something went wrong on this page. What was saved is still on this phone, and an unfinished form comes back. "
        "Load the page again."
    ),
    "understood": _l("I have read this"),
    "unsendable": _l("This could not be sent. Correct it, or try once more."),
    "update_available": _l("There is a new version of Từng Nhà."),
    "update_now": _l("Renew now"),
    "visit_waiting": _l("A visit to this household is on this phone and not sent yet."),
    "visited_recently": _l("This household was visited on %(day)s."),
    "waiting": _l("Not sent yet: %(number)s"),
    "ward_target": _l("ward"),
    "whole_lane.households": _l("See all %(number)s households in %(name)s"),
    "whole_lane.merchants": _l("See all %(number)s merchants in %(name)s"),
    "withdraw": _l("Withdraw"),
    "withdraw_all": _l("Withdraw it and the %(number)s saved with it"),
    "withdrawal_saved": _l("The withdrawal is kept on this phone and goes to the ward when there is a connection."),
    "withdrawn": _l("Withdrawn. It no longer counts."),
    "year": _l("year %(year)s"),
    "yes": _l("yes"),
    "yesterday": _l("Yesterday"),
    **CORRECTION_MESSAGES,
    **EVENT_MESSAGES,
    **HAND_OVER_MESSAGES,
    **HOUSEHOLD_MESSAGES,
    **{f"reason.{code}": name for code, name in REASON_NAMES.items()},
    **{f"status.{status}": name for status, name in STATUS_NAMES.items()},
}


def page_data() -> dict[str, object]:
    """Return the data that the phone's scripts start with: messages, measures and kinds of entry.

    Nothing of it depends on the user, so that a copy of it is good for everybody.
    """
    return {
        "words": dict(sorted([*((name, str(text)) for name, text in MESSAGES.items()), *_counted()])),
        "measures": {headline.measure: str(headline.label) for headline in HEADLINES},
        "kinds": {code: described_kind(code) for code in KINDS},
    }


def _counted() -> Iterator[tuple[str, str]]:
    for name, write in COUNTED_MESSAGES.items():
        many, one = write(2), write(1)
        yield name, many
        if one != many:
            yield f"{name}.1", one
