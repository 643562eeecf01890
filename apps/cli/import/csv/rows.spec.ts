import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { folderWith } from '../import.testing.js';
import { cellsOf } from './cells.js';
import { isEncoding } from './lines.js';
import { rowsOf, type Dialect } from './rows.js';
import { csvLine } from './written.js';

const folder = folderWith({});
const path = join(folder, 'file.csv');
async function rowsIn(content: string | Uint8Array, dialect: Partial<Dialect> = {}) {
  writeFileSync(path, content);
  const rows: unknown[] = [];
  for await (const { line, cells, fault } of rowsOf(path, { delimiter: ',', encoding: 'utf-8', ...dialect }))
    rows.push(fault === undefined ? [line, ...cells] : { line, cells, fault });
  return rows;
}

describe('the rows of a CSV file', () => {
  it('end as each of them does, whatever ends the others', async () => {
    const expected = [1, 2, 3, 4, 5].map((line) => [line, String(line), 'x']);
    expect(await rowsIn('1,x\r\n2,x\n3,x\r4,x\r\n5,x')).toEqual(expected);
    expect(await rowsIn('1,x\r2,x\r3,x\r4,x\r5,x\r')).toEqual(expected);
  });

  it('end where they end, also between two parts of the file', async () => {
    const rest = 'x'.repeat(65_536 - 3);
    expect(await rowsIn(`1,${rest}\r\n2,y\n`)).toEqual([
      [1, '1', rest],
      [2, '2', 'y'],
    ]);
  });

  it('are counted by the line in which they begin', async () => {
    expect(await rowsIn('a,"1\r\n2\n3"\n\nb,4')).toEqual([
      [1, 'a', '1\r\n2\n3'],
      [5, 'b', '4'],
    ]);
  });

  it('have something in them: what is empty, blank, commas or empty quotes alone is passed over', async () => {
    expect(await rowsIn('\uFEFF\n,,\na,b,c\n\n  \n,,\n"",""\n1,2,3\n,,,,\n,,\n\n')).toEqual([
      [3, 'a', 'b', 'c'],
      [8, '1', '2', '3'],
    ]);
  });

  it.each([
    ['is never closed', 'a,b\n1,2\n3,"x\n4,5\n6,7', { line: 3, cells: ['3', '"x'] }, [4, '4', '5'], [5, '6', '7']],
    [
      'is closed within its cell',
      'a,b\n1,2\n3,"x"y\n4,5\n6,7',
      { line: 3, cells: ['3', '"x"y'] },
      [4, '4', '5'],
      [5, '6', '7'],
    ],
    ['meets the next one', 'a,b\n1,2\n3,"x\n4,"5"\n6,7', { line: 3, cells: ['3', '"x'] }, [4, '4', '5'], [5, '6', '7']],
  ])('are kept around a quote that %s, which is told with its line', async (_what, text, broken, ...after) => {
    const fault = 'The quote that begins in line 3 is not closed at the end of its cell.';
    expect(await rowsIn(text)).toEqual([[1, 'a', 'b'], [2, '1', '2'], { ...broken, fault }, ...after]);
  });

  it('name the line of the broken quote, not that of the row before it or of the end', async () => {
    const rows = await rowsIn('1,"a\nb",c\n2,"d\ne","f\n3,g,h\n');
    expect(rows).toEqual([
      [1, '1', 'a\nb', 'c'],
      {
        line: 3,
        cells: ['2', '"d\ne"', '"f'],
        fault: 'The quote that begins in line 4 is not closed at the end of its cell.',
      },
      [5, '3', 'g', 'h'],
    ]);
  });

  it('are found after a quote that stays open over a whole file', async () => {
    const many = Array.from({ length: 100_000 }, (_one, index) => `${String(index)},some text`);
    const rows = await rowsIn(['x,"open', ...many].join('\n'));
    expect(rows).toHaveLength(100_001);
    expect(rows.at(-1)).toEqual([100_001, '99999', 'some text']);
  }, 300_000);

  it('may have blanks around quoted cells, and quotes within others', async () => {
    expect(await rowsIn('"d""1" , Anna ,  "Root"\n5" pipe,6"",x')).toEqual([
      [1, 'd"1', ' Anna ', 'Root'],
      [2, '5" pipe', '6""', 'x'],
    ]);
  });

  it.each([';', '\t', '|'])('are parted by %j where that is said', async (delimiter) => {
    const cells = ['a,b', `with ${delimiter} in it`, '', 'c'];
    expect(await rowsIn(csvLine(cells, delimiter), { delimiter })).toEqual([[1, ...cells]]);
  });

  it('that are not UTF-8 are told by their line, and the others stay', async () => {
    const rows = await rowsIn(Buffer.from('a,b\nM\xFCller,1\nAnna,2\n', 'latin1'));
    const fault = 'The row has characters that are not UTF-8. Say in the recipe in which "encoding" the file is.';
    expect(rows).toEqual([[1, 'a', 'b'], { line: 2, cells: ['M\uFFFDller', '1'], fault }, [3, 'Anna', '2']]);
  });

  it('are read in the encoding that is said', async () => {
    expect(await rowsIn(Buffer.from('M\xFCller\x80', 'latin1'), { encoding: 'windows-1252' })).toEqual([
      [1, 'Müller€'],
    ]);
    expect(await rowsIn(Buffer.from('\uFEFFMüller,1\r\nx,2', 'utf16le'), { encoding: 'utf-16le' })).toEqual([
      [1, 'Müller', '1'],
      [2, 'x', '2'],
    ]);
    expect(['windows-1252', 'latin1', 'utf-16le', 'no-such'].map(isEncoding)).toEqual([true, true, true, false]);
  });

  it('stop where a line is too long for any table', async () => {
    await expect(rowsIn(`a,b\n${'x'.repeat(2_000_000)}`)).rejects.toThrow('line 2 is longer than 1,048,576 characters');
  });
});

it('reads cells as csv-parse does, which knows no broken ones', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', 'ü', ';') });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
      const text = cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',');
      expect(cellsOf(text, ',')).toEqual({ cells: (parse(text) as readonly string[][])[0] });
      expect(cellsOf(csvLine(cells, ',').slice(0, -1), ',')).toEqual({ cells });
    }),
  );
});
