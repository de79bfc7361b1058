// Reads { document, events }: an AsyncAPI document and messages. Answers each of these with the names of the messages of the
// document that it is, or with what is wrong with it for each of them.
import { Parser } from '@asyncapi/parser';
import Ajv from 'ajv';
import formats from 'ajv-formats';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { document, events } = JSON.parse(text);
const { document: parsed } = await new Parser().parse(document);
const ajv = formats(new Ajv({ strict: false, allErrors: true }));
const messages = [...parsed.channels().get('completions').messages()].map((message) => [message.name(), ajv.compile(message.payload().json())]);
for (const event of events) {
  const fitting = messages.filter(([, fits]) => fits(event)).map(([name]) => name);
  console.log(fitting.join(' ') || messages.map(([, fits]) => (fits(event), ajv.errorsText(fits.errors))).join(' | '));
}
