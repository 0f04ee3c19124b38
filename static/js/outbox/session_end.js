// Ending the session of somebody who signs out, also where there is no connection: then it is ended as soon as there is
// one, before anything of theirs is shown.
import { endSession, session } from "./api.js";
import { endingUser, setEndingUser } from "./ending_user.js";

/**
 * Ends the session of `user`; throws SendError where the ward's server does not learn it yet.
 * @param {number} user
 */
export async function endSessionOf(user) {
  setEndingUser(user);
  await presentSession();
}

/**
 * Returns the session as `session()` does, after one was ended that is still to be.
 * @returns {ReturnType<typeof session>}
 */
export async function presentSession() {
  const answer = await session();
  const ending = endingUser();
  if (ending === null) return answer;
  const isOver = answer.user?.id !== ending;
  if (!isOver) await endSession(answer.csrf);
  setEndingUser(null);
  return isOver ? answer : { ...answer, user: null };
}
