#include "common/template/duty_page.hpp"

#include <ctemplate/template.h>

#include <stdexcept>

namespace fenghuo {
namespace {

#include "ack_page.css.inc"
#include "duty_form.html.inc"
#include "duty_page.html.inc"

constexpr auto strip = ctemplate::DO_NOT_STRIP;
constexpr const char *page_name = "duty_page", *form_name = "duty_form";

std::string whole_page() {
  std::string page(duty_page_html);
  const std::string_view marker = "<style></style>";
  page.replace(page.find(marker), marker.size(), "<style>" + std::string(ack_page_css) + "</style>");
  return page;
}

ctemplate::TemplateCache& cache() {
  static auto* const loaded = [] {
    auto* made = new ctemplate::TemplateCache;  // lives as long as the process
    const std::string page = whole_page();
    if (!made->StringToTemplateCache(page_name, page.data(), page.size(), strip) ||
        !made->StringToTemplateCache(form_name, duty_form_html.data(), duty_form_html.size(), strip))
      throw std::logic_error("the templates of a duty's page can't be read");
    made->Freeze();
    return made;
  }();
  return *loaded;
}

using Dictionary = ctemplate::TemplateDictionary;

void line(Dictionary& out, const char* section, const std::string& text) {
  if (!text.empty()) out.AddSectionDictionary(section)->SetValue("TEXT", text);
}

void bound(Dictionary& out, const char* section, const std::string& value) {
  if (!value.empty()) out.AddSectionDictionary(section)->SetValue("N", value);
}

const char* input_type(PageField::Kind kind) {
  switch (kind) {
    case PageField::Kind::date:
      return "date";
    case PageField::Kind::time:
      return "time";
    case PageField::Kind::number:
      return "number";
    case PageField::Kind::address:
      return "url";
    default:
      return "text";
  }
}

const char* section_of(PageField::Kind kind) {
  switch (kind) {
    case PageField::Kind::area:
      return "AREA";
    case PageField::Kind::choice:
      return "CHOICE";
    case PageField::Kind::list:
      return "LIST";
    default:
      return "LINE";
  }
}

void write_options(const PageField& field, Dictionary& out) {
  for (const auto& [value, text] : field.options) {
    auto* option = out.AddSectionDictionary("OPTION");
    option->SetValue("NAME", field.name);
    option->SetValue("VALUE", value);
    option->SetValue("TEXT", text);
    if (value == field.value) option->ShowSection("CHOSEN");
  }
}

void write_field(const PageForm& form, const PageField& field, Dictionary& out) {
  const std::string id = form.act + "-" + field.name;
  auto* inner = out.AddSectionDictionary(section_of(field.kind));
  inner->SetValue("ID", id);
  inner->SetValue("NAME", field.name);
  inner->SetValue("LABEL", field.label);
  inner->SetValue("VALUE", field.value);
  inner->SetValue("TYPE", input_type(field.kind));
  if (field.required) inner->ShowSection("MUST");
  bound(*inner, "MOST", field.most == 0 ? "" : std::to_string(field.most));
  bound(*inner, "FROM", field.from);
  bound(*inner, "TO", field.to);
  write_options(field, *inner);
  if (field.hint.empty()) return;
  inner->AddSectionDictionary("DESCRIBED")->SetValue("BY", id + "-hint");
  auto* hint = out.AddSectionDictionary("HINT");
  hint->SetValue("BY", id + "-hint");
  hint->SetValue("TEXT", field.hint);
}

void write_form(const PageForm& form, bool first, Dictionary& out) {
  out.SetFilename(form_name);
  out.SetValue("ACT", form.act);
  out.SetValue("ONCE", form.once);
  out.SetValue("SEEN", form.seen);
  out.SetValue("BUTTON", form.button);
  line(out, "PROBLEM", form.problem);
  line(out, "SAY", form.text);
  for (const auto& field : form.fields) write_field(form, field, *out.AddSectionDictionary("FIELD"));
  if (!first) out.ShowSection("SECOND");
}

void write_more(const DutyPage& page, Dictionary& out) {
  auto* more = out.AddSectionDictionary("MORE");
  for (std::size_t i = 1; i < page.forms.size(); ++i) {
    const auto& form = page.forms[i];
    auto* act = more->AddSectionDictionary("ACT");
    act->SetValue("TITLE", form.title);
    if (!form.problem.empty()) {
      more->ShowSection("OPEN");
      act->ShowSection("OPEN_ACT");
    }
    write_form(form, false, *act->AddIncludeDictionary("FORM"));
  }
}

void write_phone(const std::string& phone, Dictionary& out) {
  if (phone.empty()) return;
  std::string dial;
  for (const char c : phone) {
    if ((c >= '0' && c <= '9') || c == '+') dial.push_back(c);
  }
  auto* section = out.AddSectionDictionary("PHONE");
  section->SetValue("NUMBER", phone);
  section->SetValue("DIAL", dial);
}

void write_due(const DutyPage& page, Dictionary& out) {
  if (page.due.empty()) return;
  auto* due = out.AddSectionDictionary("DUE");
  due->SetValue("TEXT", page.due);
  if (page.lamp_name.empty()) return;
  auto* lamp = due->AddSectionDictionary("LAMP");
  lamp->SetValue("KIND", page.lamp);
  lamp->SetValue("NAME", page.lamp_name);
}

}  // namespace

std::string render_duty_page(const DutyPage& page) {
  Dictionary out("duty");
  out.SetValue("TITLE", page.title);
  out.SetValue("NUMBER", page.number);
  line(out, "PROBLEM", page.problem);
  line(out, "GOOD", page.good);
  line(out, "LEAD", page.lead);
  write_due(page, out);
  if (!page.entries.empty()) {
    auto* list = out.AddSectionDictionary("ENTRIES");
    for (const auto& entry : page.entries) {
      auto* item = list->AddSectionDictionary("ENTRY");
      item->SetValue("TEXT", entry.text);
      if (entry.buttons.empty()) continue;
      auto* row = item->AddSectionDictionary("ROW");
      for (const auto& [text, address] : entry.buttons) {
        auto* button = row->AddSectionDictionary("BUTTON");
        button->SetValue("TEXT", text);
        button->SetValue("ADDRESS", address);
      }
    }
  }
  if (!page.facts.empty()) {
    auto* facts = out.AddSectionDictionary("FACTS");
    for (const auto& [label, value] : page.facts) {
      auto* fact = facts->AddSectionDictionary("FACT");
      fact->SetValue("LABEL", label);
      fact->SetValue("VALUE", value);
    }
  }
  if (!page.forms.empty()) write_form(page.forms.front(), true, *out.AddIncludeDictionary("FIRST"));
  if (page.forms.size() > 1) write_more(page, out);
  line(out, "BACK", page.back);
  write_phone(page.phone, out);
  std::string html;
  cache().ExpandWithData(page_name, strip, &out, nullptr, &html);
  return html;
}

}  // namespace fenghuo
