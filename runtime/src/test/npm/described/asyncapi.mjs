// Reads an AsyncAPI document as anybody would who writes a client from it. Says what is wrong with it, and fails then.
import {Parser, fromFile} from '@asyncapi/parser/cjs/index.js';

const {document, diagnostics} = await fromFile(new Parser(), process.argv[2]).parse();
const complaints = diagnostics.filter(it => it.severity <= 1);
complaints.forEach(it => console.log(`${it.path.join('/')}: ${it.message} (${it.code})`));
if (!document || complaints.length > 0) {
  process.exit(1);
}
console.log(document.operations().all().map(it => `${it.action()} ${it.id()}`).join('\n'));
