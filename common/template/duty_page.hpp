// The page behind /a/{token} of a duty's message: what is wanted, by when, who has it, and the forms of the acts that its reader may send.
// Plain HTML without a script; one primary button, every other act folded under 更多.
//
// Thread-safe: the templates are compiled in and read once. Every value is escaped by the template engine for the place it stands in. The
// style sheet is the acknowledgement page's (ack_page_style_hash). Source: page.md.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fenghuo {

struct PageField {
  enum class Kind { line, address, area, date, time, number, choice, list };
  Kind kind = Kind::line;
  std::string name, label, value;
  std::string hint;                                          // beside the field; people's free text says there what must not be typed
  bool required = false;                                     // said in words; the reader of the form checks it
  unsigned most = 0;                                         // characters, 0 = the kind bounds it itself
  std::string from, to;                                      // date, number: the least and the greatest value
  std::vector<std::pair<std::string, std::string>> options;  // choice, list: value and text
};

// One act: its form posts the name of the act and its fields.
struct PageForm {
  std::string act, title, button;
  std::string text;     // a sentence before the fields
  std::string once;     // the same twice is the same act
  std::string seen;     // what the reader saw, so that somebody else's change is noticed
  std::string problem;  // why it was not taken: shown within the form, which stands open
  std::vector<PageField> fields;
};

// One line of a list, and where its buttons lead.
struct PageEntry {
  std::string text;
  std::vector<std::pair<std::string, std::string>> buttons;  // text, and an address beside the page's own
};

struct DutyPage {
  std::string title;            // of the duty, or of what the page is
  std::string number;           // 督〔2027〕12号, empty until there is one
  std::string good, problem;    // what was recorded; why it was not
  std::string lead;             // 要我做什么
  std::string due;              // 7月15日（周三）17:30
  std::string lamp, lamp_name;  // normal | approaching | imminent | overdue, and its text with its shape
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<PageEntry> entries;  // of a list
  std::vector<PageForm> forms;     // the first has the primary button
  std::string back;                // text of the link to the page itself, empty: none
  std::string phone;               // empty: no sentence points at one
};

std::string render_duty_page(const DutyPage& page);

}  // namespace fenghuo
