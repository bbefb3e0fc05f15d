// Holds an OpenAPI document against the schema of its version, and follows its references, also those to other
// documents: node openapi.mjs DOCUMENT OTHER…. Says what is wrong with it, and fails then.
import {basename} from 'node:path';
import {Validator} from '@seriousme/openapi-schema-validator';

const [document, ...others] = process.argv.slice(2);
const validator = new Validator();
for (const other of others) {
  await validator.addSpecRef(other, basename(other));
}
const {valid, errors} = await validator.validate(document);
if (!valid) {
  console.log(JSON.stringify(errors, null, 1));
  process.exit(1);
}
console.log(validator.version);
