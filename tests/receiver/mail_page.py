"""The mailbox as pages, so that a newcomer sees mail arrive as a mail program would show it.

    /                the newest mails first; looks again every few seconds
    /mail/N          one mail: its head, the meeting it is about, its HTML (in a frame that may do nothing but open links), its text
    /mail/N.eml      its bytes        /mail/N.ics    its invitation

Pure: letters in, (status, headers, body) out. Whatever a mail says is text here, never markup of ours.
"""

import html

SHOWN = 200
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
STYLE = """
:root{color-scheme:light}
body{margin:0;background:#f4f4f2;color:#222;font:16px/1.6 system-ui,"Noto Sans CJK SC","Noto Sans SC",sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem 1.25rem 3rem}
h1{font-size:1.3rem;margin:.5rem 0 1rem}
a{color:#1f5fa8}
table{width:100%;border-collapse:collapse;background:#fff;border:1px solid #ddd}
td{padding:.55rem .75rem;border-top:1px solid #eee;vertical-align:top}
tr:first-child td{border-top:0}
.time,.to{color:#666;white-space:nowrap;font-size:.9rem}
.badge{display:inline-block;margin-right:.4rem;padding:0 .45rem;border:1px solid #1f5fa8;border-radius:.2rem;color:#1f5fa8;font-size:.8rem}
.badge.off{border-color:#8a2a2a;color:#8a2a2a}
.head{margin:0 0 1rem;display:grid;grid-template-columns:auto 1fr;gap:.1rem 1rem}
.head dt{color:#666}.head dd{margin:0;overflow-wrap:anywhere}
.meeting{margin:0 0 1rem;padding:.75rem 1rem;background:#fff;border:1px solid #ddd;border-left:.3rem solid #1f5fa8}
.meeting.off{border-left-color:#8a2a2a}
.meeting p{margin:.15rem 0;white-space:pre-line}
iframe{width:100%;height:34rem;border:1px solid #ddd;background:#fff}
pre{white-space:pre-wrap;background:#fff;border:1px solid #ddd;padding:.75rem 1rem;overflow-wrap:anywhere}
.empty,.note{color:#666}
@media(max-width:40rem){
main{padding:1rem .75rem 2rem}
table,tbody,tr,td{display:block}
tr{padding:.5rem 0;border-top:1px solid #eee}
td{padding:.1rem .75rem;border:0}
.to{white-space:normal;overflow-wrap:anywhere}
}
"""
WEEKDAYS = "一二三四五六日"


def moment(at):
    return f"{at.month}月{at.day}日（周{WEEKDAYS[at.weekday()]}）{at:%H:%M}"


def escaped(value):
    return html.escape(str(value if value is not None else ""))


def page(title, content, refresh=False):
    again = '<meta http-equiv="refresh" content="3">' if refresh else ""
    body = (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">{again}'
        f"<title>{escaped(title)}</title><style>{STYLE}</style></head><body><main>{content}</main></body></html>"
    )
    return 200, {"Content-Type": "text/html; charset=utf-8", **SECURITY}, body.encode()


def badge(letter):
    words = {"会议取消" if meeting["cancelled"] else "会议改期" if meeting["sequence"] else "会议邀请": meeting["cancelled"] for meeting in letter.meetings}
    return "".join(f'<span class="badge{" off" if off else ""}">{word}</span>' for word, off in words.items())


def list_page(letters):
    rows = [
        f'<tr><td class="time">{letter.came:%H:%M:%S}</td><td class="to">{escaped(letter.mail["to"])}</td>'
        f'<td>{badge(letter)}<a href="/mail/{n}">{escaped(letter.mail["subject"])}</a></td></tr>'
        for n, letter in reversed(list(enumerate(letters, 1))[-SHOWN:])
    ]
    content = f"<table>{''.join(rows)}</table>" if rows else '<p class="empty">还没有邮件。No mail yet.</p>'
    return page(f"演示邮箱（{len(letters)}）", f"<h1>演示邮箱 Mailbox</h1>{content}", refresh=True)


def meeting_card(meeting):
    word = "会议取消" if meeting["cancelled"] else "会议邀请" if meeting["sequence"] == 0 else f"会议改期（第{meeting['sequence']}次）"
    lines = [f"{moment(meeting['begins'])}–{meeting['ends']:%H:%M}", meeting["place"], meeting["about"]]
    text = "".join(f"<p>{escaped(line)}</p>" for line in lines if line)
    return f'<div class="meeting{" off" if meeting["cancelled"] else ""}"><strong>{word}：{escaped(meeting["title"])}</strong>{text}</div>'


def mail_page(n, letter):
    mail = letter.mail
    head = "".join(
        f"<dt>{name}</dt><dd>{escaped(value)}</dd>" for name, value in (("发件人", mail["from"]), ("收件人", mail["to"]), ("日期", mail["date"]))
    )
    more = f' · <a href="/mail/{n}.ics">日历附件</a>' if letter.meetings else ""
    frame = escaped('<base target="_blank">' + letter.html)
    content = (
        f'<p><a href="/">← 全部邮件</a></p><h1>{escaped(mail["subject"])}</h1><dl class="head">{head}</dl>'
        f"{''.join(meeting_card(meeting) for meeting in letter.meetings)}"
        f'<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="{frame}" title="正文"></iframe>'
        f"<details><summary>纯文本</summary><pre>{escaped(letter.text)}</pre></details>"
        f'<p class="note"><a href="/mail/{n}.eml">原文</a>{more}</p>'
    )
    return page(mail["subject"], content)


def show(path, letters):
    """The answer to GET path; None: it is no page of ours."""
    if path == "/":
        return list_page(letters)
    name, _, kind = path.removeprefix("/mail/").partition(".")
    if not path.startswith("/mail/") or not name.isascii() or not name.isdigit() or not 0 < int(name) <= len(letters):
        return None
    letter = letters[int(name) - 1]
    if kind == "":
        return mail_page(int(name), letter)
    if kind == "eml":
        return 200, {"Content-Type": "message/rfc822", **SECURITY}, letter.raw
    if kind == "ics" and letter.calendar:
        return 200, {"Content-Type": "text/calendar; charset=utf-8", **SECURITY}, letter.calendar.encode()
    return None
