// An operator at the page of operations, in Debian's Chromium: signs in, waits for figures in the charts and for two messages,
// sends both again with their buttons, and waits until they are gone. Standard input: {address, password, parked, failed}.
// Anything that the browser complains of fails it.
import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const { address, password, parked, failed } = JSON.parse(readFileSync(0, 'utf8'));
const complaints = [];
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'], defaultViewport: { width: 1600, height: 1000 } });
try {
  const page = await browser.newPage();
  page.on('console', message => ['error', 'warn'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', error => complaints.push(error.message));
  page.setDefaultTimeout(60000);
  await page.goto(address);
  await page.waitForSelector('#userName');
  await page.type('#userName', 'operator');
  await page.type('#password', password);
  await page.click('button[type=submit]');
  await page.waitForFunction(() => document.querySelectorAll('figure[data-points]:not([data-points="0"])').length >= 10);
  for (const id of [parked, failed]) {
    const row = `tr[data-message="${id}"]`;
    await page.waitForSelector(row);
    // The table is drawn anew every few seconds: the button that is there now is the one to press.
    await page.evaluate(selector => document.querySelector(`${selector} button`).click(), row);
    await page.waitForFunction(selector => !document.querySelector(selector), {}, row);
  }
  console.log(await page.$eval('#verdict', verdict => verdict.textContent));
} finally {
  await browser.close();
}
if (complaints.length) throw new Error(complaints.join('\n'));
