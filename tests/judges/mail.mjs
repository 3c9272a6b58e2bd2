// Reads one mail with npm's mailparser and its invitations with npm's ical.js: what a mail program and a calendar, neither of them ours, make of it.
//   stdin: the mail's bytes     stdout: one JSON object
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { simpleParser } = require("mailparser");
const ICAL = (await import("ical.js")).default;

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const mail = await simpleParser(Buffer.concat(chunks), { skipImageLinks: true });

function event(attachment) {
  const text = attachment.content.toString("utf8");
  const calendar = new ICAL.Component(ICAL.parse(text));
  const component = calendar.getFirstSubcomponent("vevent");
  const one = new ICAL.Event(component);
  const attendee = component.getFirstProperty("attendee");
  const organizer = component.getFirstProperty("organizer");
  return {
    contentType: attachment.contentType,
    method: calendar.getFirstPropertyValue("method"),
    uid: one.uid,
    sequence: one.sequence,
    summary: one.summary,
    location: one.location,
    description: one.description,
    starts: one.startDate.toJSDate().toISOString(),
    ends: one.endDate.toJSDate().toISOString(),
    status: component.getFirstPropertyValue("status"),
    attendee: attendee.getFirstValue(),
    attendeeName: attendee.getParameter("cn"),
    rsvp: attendee.getParameter("rsvp"),
    organizer: organizer.getFirstValue(),
    organizerName: organizer.getParameter("cn"),
    longestLine: Math.max(...text.split("\r\n").map((line) => Buffer.byteLength(line))),
    bareNewlines: text.replaceAll("\r\n", "").includes("\n"),
  };
}

const first = (list) => ({ name: list.value[0].name, address: list.value[0].address });
const calendars = mail.attachments.filter((one) => one.contentType === "text/calendar");
console.log(
  JSON.stringify({
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    from: first(mail.from),
    to: first(mail.to),
    date: mail.date.toISOString(),
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    headers: Object.fromEntries([...mail.headers].filter(([, value]) => typeof value === "string")),
    attachments: mail.attachments.filter((one) => one.contentType !== "text/calendar").map((one) => one.filename),
    events: calendars.map(event),
  }),
);
