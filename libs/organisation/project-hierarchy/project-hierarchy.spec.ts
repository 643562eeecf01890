import { instantOf, type Instant } from '../../kernel/dates.js';
import { newId, type ProjectId } from '../../kernel/ids.js';
import { given } from '../../testing/given.js';
import { ProjectPlaced } from './project-hierarchy.events.js';
import { projectHierarchy } from './project-hierarchy.js';

const [europe, austria, vienna] = [newId<ProjectId>(), newId<ProjectId>(), newId<ProjectId>()];
const day = (n: number): Instant => instantOf(Date.UTC(2017, 0, n));
const place = (projectId: ProjectId, parentId: ProjectId | null, since: number | null = 9) =>
  ({ type: 'PlaceProject', projectId, parentId, since: since === null ? null : day(since) }) as const;
const placeNow = (projectId: ProjectId, parentId: ProjectId | null, now = 9) =>
  ({ ...place(projectId, parentId, now), isNow: true }) as const;
const placed = (projectId: ProjectId, from: ProjectId | null, to: ProjectId | null, since: number | null = 9) =>
  ProjectPlaced.of({ projectId, from, to, since: since === null ? null : day(since) });
const tree = [placed(austria, null, europe, null), placed(vienna, null, austria, 5)];

describe('the tree of projects (SYS-03, ADR 37)', () => {
  it('is one stream', () =>
    expect(projectHierarchy.streamIdOf(place(vienna, europe))).toBe(projectHierarchy.streamIdOf(place(europe, null))));
  it('puts a project under another, from the beginning or since a date', () => {
    given(projectHierarchy)
      .when(place(austria, europe, null))
      .thenEvents(placed(austria, null, europe, null));
    given(projectHierarchy, ...tree)
      .when(place(austria, null, 3))
      .thenEvents(placed(austria, europe, null, 3));
  });
  it('is quiet where just that was said, and now where it stands there', () => {
    given(projectHierarchy, ...tree)
      .when(place(vienna, austria, 5))
      .thenNothing();
    given(projectHierarchy, ...tree)
      .when(placeNow(vienna, austria))
      .thenNothing();
    given(projectHierarchy, ...tree)
      .when(placeNow(vienna, europe, 2))
      .thenEvents(placed(vienna, austria, europe, 5));
  });
  it('refuses a circle on any date and names the chain', () => {
    given(projectHierarchy, ...tree, placed(vienna, austria, null, 7))
      .when(place(europe, vienna, 6))
      .thenRejected('project-cycle', { chain: [vienna, austria, europe] });
    given(projectHierarchy, ...tree, placed(vienna, austria, null, 7))
      .when(place(europe, vienna, 7))
      .thenEvents(placed(europe, null, vienna, 7));
    given(projectHierarchy)
      .when(place(europe, europe))
      .thenRejected('project-cycle', { chain: [europe] });
  });
});
