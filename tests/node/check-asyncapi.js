// Reads an AsyncAPI document and answers its version, then each error and warning that the official parser has, a line each.
import { Parser } from '@asyncapi/parser';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { document, diagnostics } = await new Parser().parse(text);
console.log(document?.version() ?? 'no document');
for (const { severity, message, path } of diagnostics) if (severity <= 1) console.log(`${message} (${path.join('.')})`);
