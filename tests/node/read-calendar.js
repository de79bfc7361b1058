// Reads an iCalendar file and answers each of its events as a line of JSON.
import ical from 'node-ical';

let text = '';
for await (const chunk of process.stdin) text += chunk;
for (const event of Object.values(ical.sync.parseICS(text))) {
  if (event.type === 'VEVENT') {
    const { uid, summary, start, end, status, sequence, location, transparency } = event;
    console.log(JSON.stringify({ uid, summary, start, end, status, sequence: Number(sequence), location, transparency }));
  }
}
