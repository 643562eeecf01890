import Type from 'typebox';
import { eventType, type EventOf } from '../../kernel/events.js';
import { idSchema, type CommentId, type PersonId } from '../../kernel/ids.js';
import { Personal } from '../../kernel/personal.js';
import { Subject } from '../subject.js';

const about = { commentId: idSchema<CommentId>(), subject: Subject };
const personId = idSchema<PersonId>();
const text = Personal(Type.String());

/** ACT-09: `personId` is the person whom the text is about. */
export const CommentAdded = eventType('CommentAdded', { ...about, personId, text });
/** The whole text before and after, sealed. */
export const CommentEdited = eventType('CommentEdited', { ...about, personId, before: text, after: text });
export const CommentDeleted = eventType('CommentDeleted', about);

export const commentEvents = [CommentAdded, CommentEdited, CommentDeleted] as const;
export type CommentEvent = EventOf<(typeof commentEvents)[number]>;
