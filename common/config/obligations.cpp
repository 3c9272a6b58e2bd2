// obligations/*.yaml: the catalogue of duties. Each file has defaults for its own entries.
#include <filesystem>

#include "common/config/bundle_parts.hpp"
#include "common/config/obligations_when.hpp"
#include "common/config/shapes.hpp"
#include "common/config/values.hpp"

namespace fenghuo::config {
namespace {

constexpr auto may = Need::may;
constexpr auto must = Need::must;

// What `proposed` may name, and no more: keys whose content can be the source's or ours.
Shape proposable() {
  return one_of({"title", "owner", "each", "lead", "support", "audience", "when", "meeting", "attendees", "proof", "number_only",
                 "verifier", "line", "fields"});
}

// The keys an entry may leave to its file's defaults.
std::vector<Field> shared_fields() {
  return {
      {"version", may, whole(1, 10'000), "Raised by one with every change of the entry"},
      {"edition", may, text(20), "Edition of the source it rests on"},
      {"status", may, one_of({"draft", "confirmed"}), "draft: only simulated; confirmed: sent"},
      {"in_force_from", may, value(Form::date), "Nothing of before this day is opened"},
      {"plan", may, value(Form::id).of("plan"), "How it is reminded of"},
      {"line", may, one_of({"main", "supervision", "first", "dual"}), "主体责任 | 监督责任 | 第一责任 | 一岗双责"},
      {"fields", may, list_of(one_of({"ideology", "grassroots", "integrity", "education"}), 4),
       "意识形态 | 基层党建 | 党风廉政建设和党内监督 | 思想政治工作"},
      {"proposed", may, list_of(proposable(), 20), "Keys that are our proposal and not the source's (待校党委确认)"},
      {"confirmed_by", may, text(60), "Who confirmed them: a body or a document number, never a person"},
      {"confirmed_on", may, value(Form::date), "The day they were confirmed"},
  };
}
constexpr std::string_view needed_shared[] = {"version", "edition", "status", "in_force_from", "plan", "line", "fields"};

Shape duty_shape() {
  std::vector<Field> fields{
      {"id", must, value(Form::id).named("duty"), "Its name for ever"},
      {"title", must, text(40), "事项"},
      {"clause", must, value(Form::clause), "Clause of the source; printed as 《实施办法》四（一）1"},
      {"owner", may, value(Form::seat), "Who is responsible"},
      {"each", may, one_of({"unit", "college", "party_org", "member", "member_field"}),
       "Instead of owner: one for each 二级单位 | 学院 | 二级党组织 | 班子成员 | 班子成员 and field"},
      {"lead", may, value(Form::id).of("unit"), "Unit that leads (牵头)"},
      {"support", may, list_of(value(Form::id).of("unit"), 30), "Units that support (配合)"},
      {"audience", may, text(60), "对象: for people"},
      {"when", must, when_shape(), "When it falls due, in exactly one way"},
      {"meeting", may, value(Form::yes_no), "true: its date is asked for first, then people are invited"},
      {"attendees", may, list_of(value(Form::party), 50), "Who is invited to the meeting"},
      {"proof", must, list_of(text(30), 10), "What proves completion (凭证)"},
      {"number_only", may, value(Form::yes_no), "true: a number and a date, no text, no attachment"},
      {"verifier", may, value(Form::seat), "Who verifies, never the submitter; none: 归档确认"},
  };
  for (Field& field : shared_fields()) fields.push_back(std::move(field));
  return map_of(std::move(fields));
}

struct DutyReader {
  const Node& entry;
  const Node& defaults;
  Draft& draft;

  // The map that says a shared key: the entry, else the defaults of its file.
  const Node& holder(std::string_view key) const { return entry.find(key) != nullptr ? entry : defaults; }
  std::string shared_text(std::string_view key) const { return text_at(holder(key), key); }

  void read(wire::Duty* duty) {
    duty->set_id(text_at(entry, "id"));
    draft.places["duty/" + duty->id()] = entry.place;
    draft.places["when/" + duty->id()] = place_at(entry, "when");
    const std::filesystem::path file(entry.place.file);
    duty->set_place((file.parent_path().filename() / file.filename()).string() + ":" + std::to_string(entry.place.line));
    read_parties(duty);
    read_when(map_at(entry, "when"), draft, duty->mutable_when());
    duty->set_version(static_cast<std::uint32_t>(whole_at(holder("version"), "version")));
    duty->set_in_force_from(shared_text("in_force_from"));
    for (const auto& key : texts_at(holder("proposed"), "proposed")) duty->add_proposed(key);
    duty->set_confirmed(shared_text("status") == "confirmed");
    duty->set_confirmed_by(shared_text("confirmed_by"));
    duty->set_confirmed_on(shared_text("confirmed_on"));
    read_obligation(duty, duty->mutable_obligation());
    for (const auto key : needed_shared) {
      if (holder(key).find(key) == nullptr)
        draft.faults.error(entry.place, "duty \"" + duty->id() + "\": key \"" + std::string(key) + "\" is missing",
                           "add it to the entry, or to the defaults of the file");
    }
  }

  // An unknown plan is a fault of its own.
  bool plan_confirmed(const std::string& id) const {
    const auto& plans = draft.bundle.plans();
    const auto plan = std::find_if(plans.begin(), plans.end(), [&](const wire::Plan& one) { return one.id() == id; });
    return plan == plans.end() || plan->confirmed();
  }

  void read_parties(wire::Duty* duty) {
    duty->set_owner(text_at(entry, "owner"));
    duty->set_each(text_at(entry, "each"));
    duty->set_lead(text_at(entry, "lead"));
    duty->set_audience(text_at(entry, "audience"));
    if ((entry.find("owner") == nullptr) == (entry.find("each") == nullptr))
      draft.faults.error(entry.place, "duty \"" + duty->id() + "\" has to say once whose it is",
                         "write owner: (a role or unit) or each: (one for each of many), and not both");
  }

  void read_obligation(const wire::Duty* duty, wire::Obligation* obligation) {
    obligation->set_title(text_at(entry, "title"));
    obligation->set_clause(text_at(entry, "clause"));
    for (const auto& unit : texts_at(entry, "support")) obligation->add_support("unit:" + unit);
    for (const auto& party : texts_at(entry, "attendees")) obligation->add_attendees(party);
    obligation->set_meeting(yes_at(entry, "meeting"));
    for (const auto& proof : texts_at(entry, "proof")) obligation->add_proof(proof);
    obligation->set_number_only(yes_at(entry, "number_only"));
    obligation->set_verifier(text_at(entry, "verifier"));
    obligation->set_plan(shared_text("plan"));
    obligation->set_line(shared_text("line"));
    for (const auto& field : texts_at(holder("fields"), "fields")) obligation->add_fields(field);
    obligation->set_edition(shared_text("edition"));
    obligation->set_draft(!duty->confirmed());
    obligation->set_proposed(awaits_confirmation(*duty) || !plan_confirmed(obligation->plan()));
    obligation->set_at_least(duty->when().at_least());
    *obligation->mutable_counts() = duty->when().counts();
  }
};

}  // namespace

const Shape& obligations_shape() {
  static const Shape shape = map_of({
      {"defaults", may, map_of(shared_fields()), "For every entry of this file that does not say otherwise"},
      {"duties", must, list_of(duty_shape(), 2000), "The duties"},
  });
  return shape;
}

void read_obligations(const Node& root, Draft& draft) {
  const Node& defaults = map_at(root, "defaults");
  for (const Node& item : items_at(root, "duties")) DutyReader{item, defaults, draft}.read(draft.bundle.add_duties());
}

}  // namespace fenghuo::config
