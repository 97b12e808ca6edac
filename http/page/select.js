// Which containers are shown, and in which order. Pure.
import { groups, heldUntil, isIn, moment, nameOf, rank } from './container.js';

const never = Number.MAX_SAFE_INTEGER;

/** What can be sorted by: the text or number of a container. */
const keys = {
  name: nameOf,
  status: rank,
  image: (c) => c.image,
  owner: (c) => c.owner ?? '',
  active: (c) => Number(c.active) || 0,
  // What is not up comes after all that is, the last to end first.
  stops: (c) => moment(c.stops_at) ?? (isIn('up', c) ? (heldUntil(c) ?? never / 2) : never - (moment(c.stopped_at) ?? 0)),
};

export const sortable = Object.keys(keys);

/** Returns whether all words of `text` are found in a container. */
export function fits(c, words) {
  if (words.length === 0) return true;
  const hay = `${c.name} ${c.image} ${c.owner ?? ''} ${c.container_id} ${c.status} ${Object.values(c.ports ?? {}).join(' ')}`.toLowerCase();
  return words.every((word) => hay.includes(word));
}

export const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Filters and sorts: `how` is `{group, text, sort, down}`. The newest comes first among equals. */
export function select(all, how) {
  const words = wordsOf(how.text ?? '');
  const key = keys[how.sort] ?? keys.status;
  const sign = how.down ? -1 : 1;
  return all
    .filter((c) => isIn(how.group ?? 'all', c) && fits(c, words))
    .map((c) => ({ c, key: key(c), made: c.created_at ?? '' }))
    .sort((a, b) => {
      if (a.key !== b.key) return a.key < b.key ? -sign : sign;
      if (a.made !== b.made) return a.made < b.made ? 1 : -1;
      return a.c.container_id < b.c.container_id ? -1 : 1;
    })
    .map((each) => each.c);
}

/** Returns how many belong to each group. */
export function tally(all) {
  const counts = Object.fromEntries(groups.map((group) => [group, 0]));
  for (const c of all) for (const group of groups) if (isIn(group, c)) counts[group] += 1;
  return counts;
}
