// ISO 4217, active codes. Kept here and not taken from the runtime: stored amounts must not change with its version.
const withoutMinorUnits = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const withThree = 'BHD IQD JOD KWD LYD OMR TND';
const withFour = 'CLF UYW';
const withTwo =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY ' +
  'COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR ' +
  'IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN ' +
  'NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL ' +
  'THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG';

const minorUnits: ReadonlyMap<string, number> = new Map(
  [
    [withoutMinorUnits, 0],
    [withTwo, 2],
    [withThree, 3],
    [withFour, 4],
  ].flatMap(([codes, digits]) =>
    String(codes)
      .split(' ')
      .map((code) => [code, Number(digits)] as const),
  ),
);

export const isCurrency = (code: string): boolean => minorUnits.has(code);

/** How many decimals the currency has: 2 for USD, 0 for JPY, 3 for KWD. Throws a RangeError for an unknown code. */
export function minorUnitsOf(currency: string): number {
  const digits = minorUnits.get(currency);
  if (digits === undefined) throw new RangeError(`"${currency}" is not an ISO 4217 currency code.`);
  return digits;
}
