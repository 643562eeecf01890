import fc from 'fast-check';
import Type from 'typebox';
import { eventType } from './events.js';
import { Personal, personalFieldsOf } from './personal.js';
import { profile, type NewProfile, type ProfileChanges, type ProfileOf } from './profile.js';

const text = Personal(Type.String());
const memberProfile = profile(
  {
    name: text,
    phone: Type.Optional(text),
    level: Type.Integer(),
    club: Type.Optional(Type.String()),
    kind: Type.String(),
  },
  { fixed: ['kind'] },
);
type Member = ProfileOf<typeof memberProfile>;
const MemberJoined = eventType('MemberJoined', { ...memberProfile.created });
const MemberEdited = eventType('MemberEdited', { ...memberProfile.edited });

const ann: Member = { name: 'Ann', phone: '1', level: 2, kind: 'guest' };
const erased = { erased: true } as const;

describe('a profile', () => {
  it('says what an edit changes: plain fields in from and to, personal ones at the top and in before', () =>
    expect(memberProfile.edit(ann, { name: 'Anne', phone: null, level: 2, club: 'Chess' })).toEqual({
      name: 'Anne',
      phone: null,
      before: { name: 'Ann', phone: '1' },
      from: { club: null },
      to: { club: 'Chess' },
    }));
  it('says nothing of an edit to what it is', () =>
    expect(memberProfile.edit(ann, { name: 'Ann', club: null })).toBeUndefined());
  it('takes edits of plain fields alone, or of personal ones', () => {
    expect(memberProfile.edit(ann, { level: 3 })).toEqual({ from: { level: 2 }, to: { level: 3 } });
    expect(memberProfile.edit(ann, { name: 'Bo' })).toEqual({ before: { name: 'Ann' }, name: 'Bo' });
  });
  it('lets an edit pass by the fields that are fixed', () => {
    const everything = { name: 'Ann', kind: 'member' };
    expect(memberProfile.edit(ann, everything)).toBeUndefined();
  });
  it('refuses to describe an erased person, and takes the rest', () => {
    const gone: Member = { ...ann, name: erased, phone: erased };
    for (const member of [gone, { ...ann, name: erased }])
      expect(() => memberProfile.edit(member, { phone: '2' })).toThrow('The person was erased');
    expect(memberProfile.edit(gone, { level: 3 })).toEqual({ from: { level: 2 }, to: { level: 3 } });
  });
  it('reads as erased where the edit does', () =>
    expect(memberProfile.after(ann, { name: erased, before: erased })).toEqual({ ...ann, name: erased }));

  it('marks its personal fields in both events, to be sealed', () => {
    expect(personalFieldsOf(MemberJoined.schema)).toEqual(['name', 'phone']);
    expect(personalFieldsOf(MemberEdited.schema)).toEqual(['name', 'phone', 'before']);
  });
  it('requires what an edit always has: from and to without personal fields, before without plain ones', () => {
    const PlainEdited = eventType('PlainEdited', { ...profile({ name: Type.String() }).edited });
    const SealedEdited = eventType('SealedEdited', { ...profile({ name: text }).edited });
    expect(PlainEdited.schema['required']).toEqual(['from', 'to']);
    expect(SealedEdited.schema['required']).toEqual(['before']);
    expect(MemberEdited.schema).not.toHaveProperty('required');
  });
  it('clears only what may be absent', () => {
    expect(MemberEdited.problemWith({ phone: null, from: { club: 'a' }, to: { club: null } })).toBeUndefined();
    expect(MemberEdited.problemWith({ name: null })).toContain('/name');
    expect(MemberEdited.problemWith({ from: {}, to: { level: null } })).toContain('/to/level');
  });
  it('has the same in its types', () => {
    // @ts-expect-error A name is always there.
    const withoutName: ProfileChanges<typeof memberProfile> = { name: null };
    // @ts-expect-error No edit changes what is fixed.
    const ofOtherKind: ProfileChanges<typeof memberProfile> = { kind: 'member' };
    // @ts-expect-error The level has no default here.
    const withoutLevel: NewProfile<typeof memberProfile> = { name: 'Ann', kind: 'guest' };
    const withDefaultLevel: NewProfile<typeof memberProfile, 'level'> = { name: 'Ann', kind: 'guest' };
    expect([withoutName, ofOtherKind, withoutLevel, withDefaultLevel]).toHaveLength(4);
  });

  const word = fc.constantFrom('a', 'b', 'c');
  const someMember = fc.record(
    { name: word, phone: word, level: fc.nat(3), club: word, kind: word },
    { requiredKeys: ['name', 'level', 'kind'] },
  );
  const someEdit = fc.record(
    { name: word, phone: fc.option(word), level: fc.nat(3), club: fc.option(word) },
    { requiredKeys: [] },
  );
  it('is edited alike in the state, in the row and in what the event says', () => {
    fc.assert(
      fc.property(someMember, someEdit, (member, edit) => {
        const edited = memberProfile.edit(member, edit);
        const cleared = Object.entries(edit).flatMap(([name, value]) => (value === null ? [name] : []));
        const expected = Object.entries({ ...member, ...edit }).filter(([name]) => !cleared.includes(name));
        const row = memberProfile.newRow(member);
        if (edited === undefined) {
          expect(member).toEqual(Object.fromEntries(expected));
          return;
        }
        expect(MemberEdited.problemWith(edited)).toBeUndefined();
        const after = memberProfile.after(member, edited);
        expect(after).toEqual(Object.fromEntries(expected));
        expect(memberProfile.editedRow(row, edited)).toEqual(memberProfile.newRow(after));
        expect(memberProfile.edit(after, edit)).toBeUndefined();
      }),
    );
  });
});
