import { dateReader, isDateFormat, isNumberFormat, numberReader } from './formats.js';

describe('a date format', () => {
  it.each([
    ['DD.MM.YYYY', '01.03.2017'],
    ['YYYYMMDD', '20170301'],
    ['D/M/YYYY', '1/3/2017'],
    ['YYYY-MM-DD', '2017-03-01'],
  ])('%s reads %s', (format, text) => {
    expect(isDateFormat(format)).toBe(true);
    expect(dateReader(format)(text)).toBe('2017-03-01');
  });

  it.each(['MM/YYYY', 'D/D/YYYY', 'YY-MM-DD', 'M/D/YYYY H'])('%s is none', (format) => {
    expect(isDateFormat(format)).toBe(format === 'M/D/YYYY H');
  });
});

describe('a number format', () => {
  it.each([
    ['1234.56', '1054', '1054'],
    ['1234.56', '-0.5', '-0.5'],
    ['1.234,56', '1.234.567,8', '1234567.8'],
    ['1.234,56', '1234,5', '1234.5'],
    ['1.234,56', '1.234', '1234'],
    ['1,234.56', '1,234', '1234'],
    ['1 234,56', '1\u00A0234,56', '1234.56'],
    ['1 234,56', '-1\u202F234', '-1234'],
    ["1'234.56", "1'234.50", '1234.50'],
    ['1234,56', '12,50', '12.50'],
  ])('%s reads %s', (format, text, number) => {
    expect(isNumberFormat(format)).toBe(true);
    expect(numberReader(format)(text)).toBe(number);
  });

  it.each([
    ['1234.56', '1,054'],
    ['1234.56', '12.'],
    ['1.234,56', '1.23,4'],
    ['1.234,56', '1234.56'],
    ['1.234,56', '12.34'],
    ['1,234.56', '1.234,56'],
    ['1,234.56', '1234,567'],
    ['1234,56', '1.234,56'],
    ['1 234,56', '12 34'],
  ])('%s does not read %s', (format, text) => {
    expect(numberReader(format)(text)).toBeUndefined();
  });

  it.each(['1.234.56', '1234', '1234;56', '1-234,56', '#,##0.00', ''])('%j is none', (format) => {
    expect(isNumberFormat(format)).toBe(false);
  });
});
