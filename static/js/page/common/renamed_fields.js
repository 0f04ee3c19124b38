// Fields that an earlier form had in another way: entries and drafts of then wait on phones. Uses no page.

/** @import { Fields } from "../types.js" */

/**
 * Returns fields as today's form has them. A session had one topic.
 * @param {Fields} fields
 * @returns {Fields}
 */
export function withTodaysNames(fields) {
  if (fields.topic === undefined) return fields;
  const { topic, ...others } = fields;
  return { topics: topic ? [topic] : [], ...others };
}
