// What a duty's page offers is what the decision takes: for every duty of the shipped catalogue, in every state it comes into, for
// everybody who has to do with it, and every act. The forms are filled in as the page makes them.
#include "common/config/bundle_files.hpp"
#include "common/obligations/expand.hpp"
#include "common/obligations/fixed_reasons.hpp"
#include "common/obligations/opening.hpp"
#include "common/obligations/parties.hpp"
#include "services/escalator/test_school.hpp"
#include "services/gateway/duty_form.hpp"
#include "services/gateway/test_duty_link.hpp"

namespace fenghuo {
namespace {

using escalator::testing::School;
using gateway::DutyAct;
using gateway::Standing;

struct Shipped {
  wire::Bundle bundle;
  gateway::Rules rules;
  std::unique_ptr<obligations::Directory> directory;
};

const Shipped& shipped() {
  static const auto made = [] {
    auto out = std::unique_ptr<Shipped>(new Shipped{{}, {{}, {}, gateway::test::shanghai(), {}, {}}, nullptr});
    out->bundle = config::load_draft(FENGHUO_SHIPPED_CONFIG, 2026).bundle;
    for (auto& duty : *out->bundle.mutable_duties()) duty.mutable_obligation()->set_draft(false);
    out->rules.bundle = out->bundle;
    out->rules.calendar = std::make_shared<const Calendar>(*Calendar::make(out->bundle.calendar(), gateway::test::shanghai()));
    out->directory = std::make_unique<obligations::Directory>(out->bundle);
    return out;
  }();
  return *made;
}

// The first of 2026; of an event one that came about in June.
std::optional<wire::Occurrence> first_of(const wire::Duty& duty) {
  std::optional<wire::Occurrence> found;
  const auto& calendar = *shipped().rules.calendar;
  if (duty.when().kind() == "event") {
    obligations::EventOpening event;
    event.duty = duty.id();
    event.event_at = *parse_rfc3339("2026-06-25T10:00:00+08:00");
    obligations::Parties(shipped().bundle).ever(duty, [&](const obligations::Party& party) {
      event.party = party.name;
      event.field = party.field;
      return false;
    });
    const auto opened = obligations::open_event(shipped().bundle, calendar, event, *parse_rfc3339("2026-06-01T09:00:00+08:00"));
    EXPECT_TRUE(opened) << duty.id() << ": " << (opened ? "" : opened.error().message);
    if (opened) found = opened->occurrence;
    return found;
  }
  const auto take = [&](const std::string&, const wire::Occurrence& one) {
    found = one;
    return false;
  };
  obligations::expand_duty(shipped().bundle, duty, calendar, *parse_rfc3339("2026-01-01T00:00:00+08:00"),
                           *parse_rfc3339("2027-06-01T00:00:00+08:00"), take, obligations::Drafts::include);
  return found;
}

struct Scene {
  const char* name;
  std::function<void(School&, const obligations::Participants&)> play;
};

void extend(wire::Action& action, const School& s) {
  action.set_until(s.duty().due_at() + 10LL * 24 * 3'600'000);
  action.set_reason("材料尚缺附件。");
}

const std::vector<Scene>& scenes() {
  static const std::vector<Scene> all = {
      {"fresh", [](School&, const obligations::Participants&) {}},
      {"taken", [](School& s, const auto& p) { s.act(wire::ACK, p.owner()); }},
      {"handed in",
       [](School& s, const auto& p) { s.act(wire::SUBMIT_DONE, p.owner(), [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); }); }},
      {"returned",
       [](School& s, const auto& p) {
         s.act(wire::SUBMIT_DONE, p.owner(), [](wire::Action& a) { a.set_evidence("校党〔2026〕12号"); });
         s.act(wire::RETURN_BACK, p.verifier(), [](wire::Action& a) { a.set_reason(std::string(reasons::send_back[0])); });
       }},
      {"extension asked",
       [](School& s, const auto& p) {
         s.act(wire::EXTEND, p.owner(), [&](wire::Action& a) {
           extend(a, s);
           a.set_reason(std::string(reasons::extend[0]));
         });
       }},
      {"overdue", [](School& s, const auto&) { s.until(s.duty().due_at() + 4LL * 24 * 3'600'000); }},
      {"clock stopped",
       [](School& s, const auto& p) {
         s.act(wire::EXPLAIN, p.owner(), [](wire::Action& a) { a.set_reason(std::string(reasons::undelivered[0])); });
       }},
      {"declined",
       [](School& s, const auto& p) {
         s.act(wire::DECLINE, p.owner(), [](wire::Action& a) { a.set_reason(std::string(reasons::decline[0])); });
       }},
      {"dated",
       [](School& s, const auto& p) {
         s.act(wire::SCHEDULE, p.supervision(), [&](wire::Action& a) { a.set_at(s.now() + 3LL * 24 * 3'600'000); });
       }},
      {"not held",
       [](School& s, const auto& p) {
         s.act(wire::SCHEDULE, p.supervision(), [&](wire::Action& a) { a.set_at(s.now() + 24LL * 3'600'000); });
         s.until(s.now() + 2LL * 24 * 3'600'000);
       }},
  };
  return all;
}

std::set<std::string> everybody(const obligations::Participants& p) {
  std::set<std::string> out = {p.owner(), p.verifier(), p.approver(), p.supervision(), p.dispatcher(), p.lead(), "unit:gonghui"};
  const auto support = p.supporters(), attendees = p.attendees();
  out.insert(support.begin(), support.end());
  for (std::size_t n = 0; n < std::min<std::size_t>(attendees.size(), 2); ++n) out.insert(attendees[n]);
  out.erase("");
  return out;
}

std::string day_of(const std::string& from, int days) {
  return date_text(Date{std::chrono::sys_days{*parse_date(from)} + std::chrono::days{days}});
}

std::string filled(const PageField& field) {
  switch (field.kind) {
    case PageField::Kind::choice:
    case PageField::Kind::list: {
      const auto some = std::find_if(field.options.begin(), field.options.end(), [](const auto& option) { return !option.first.empty(); });
      return some == field.options.end() ? "" : some->first;
    }
    case PageField::Kind::date:
      if (field.from.empty()) return field.to;  // dated: some day until today
      return field.to.empty() ? day_of(field.from, 10) : std::min(day_of(field.from, 2), field.to);
    case PageField::Kind::time:
      return "14:00";
    default:
      return field.name == "number" ? "校党〔2026〕12号" : "已与牵头部门核对";
  }
}

wire::Action filled_in(const Standing& s, DutyAct act) {
  std::string body = gateway::test::posted({{"do", std::string(gateway::words_of(act).id)}});
  for (const auto& field : gateway::fields_of(s, act)) {
    if (field.required || field.name == "number") body.append("&").append(gateway::test::posted({{field.name, filled(field)}}));
  }
  auto form = gateway::read_duty_form(body, s);
  EXPECT_EQ(form.problem, "") << gateway::words_of(act).id;
  return form.action;
}

wire::LinkView link_of(const School& s, const std::string& party) {
  wire::LinkView link;
  link.set_now(s.now());
  link.set_token_expires(s.now() + 7LL * 24 * 3'600'000);
  link.mutable_message()->set_id(77);
  link.mutable_message()->set_party(party);
  link.mutable_message()->set_queued_at(s.now());
  *link.mutable_matter()->mutable_row() = s.slot().row;
  *link.mutable_matter()->mutable_body() = s.slot().matter;
  return link;
}

// Taken though a page has no use for it: who does it may pass it on and take it up anew, and say something at any time; the supervising
// office may return what another verifies.
bool of_no_use(const Standing& s, wire::ActionKind kind) {
  return kind == wire::EXPLAIN || kind == wire::TRANSFER || kind == wire::RETURN_BACK ||
         (kind == wire::ACK && s.work() == wire::RETURNED) || (kind == wire::SCHEDULE && s.duty().scheduled_at() != 0);
}

void compare(const School& school, const std::string& party, const std::string& where) {
  const auto link = link_of(school, party);
  const Standing standing(link, shipped().rules);
  const auto offered = gateway::offered(standing);
  for (int n = 0; n <= static_cast<int>(DutyAct::pass_on); ++n) {
    const auto act = static_cast<DutyAct>(n);
    const bool offer = std::find(offered.begin(), offered.end(), act) != offered.end();
    if (!offer && of_no_use(standing, gateway::words_of(act).kind)) continue;
    if (act == DutyAct::schedule && !offer && school.duty().due_at() <= school.now()) continue;  // no day is left to choose
    wire::InboxBody body;
    body.set_actor("link");
    *body.mutable_action() = filled_in(standing, act);
    School copy = school;
    copy.put(School::key_of(school.duty().occurrence()), std::move(body));
    EXPECT_EQ(copy.code() == wire::DONE, offer)
        << where << ", " << party << ", " << gateway::words_of(act).id << ": " << copy.outcome().detail();
    if (::testing::Test::HasFailure()) return;
  }
}

class Offers : public ::testing::TestWithParam<std::string> {};

TEST_P(Offers, AreWhatTheDecisionTakes) {
  const auto& duties = shipped().bundle.duties();
  const auto& duty = *std::find_if(duties.begin(), duties.end(), [&](const wire::Duty& one) { return one.id() == GetParam(); });
  const auto occurrence = first_of(duty);
  ASSERT_TRUE(occurrence) << "nothing to open in 2026";
  for (const auto& scene : scenes()) {
    School school(occurrence->window_from() + 9LL * 3'600'000, shipped().bundle);
    school.open(*occurrence);
    school.until(school.now() + 3'600'000);
    ASSERT_NE(school.work(), wire::WORK_UNSET);
    const auto& plans = shipped().bundle.plans();
    const auto plan = std::find_if(plans.begin(), plans.end(), [&](const auto& one) { return one.id() == duty.obligation().plan(); });
    const wire::Matter opened = school.slot().matter;
    const obligations::Participants people(*shipped().directory, &duty, plan == plans.end() ? wire::Plan::default_instance() : *plan,
                                           opened);
    const auto parties = everybody(people);
    scene.play(school, people);
    school.take();
    for (const auto& party : parties) {
      compare(school, party, duty.id() + ", " + scene.name);
      if (HasFailure()) return;
    }
  }
}

std::vector<std::string> ids() {
  std::vector<std::string> out;
  for (const auto& duty : shipped().bundle.duties()) out.push_back(duty.id());
  return out;
}

INSTANTIATE_TEST_SUITE_P(Shipped, Offers, ::testing::ValuesIn(ids()), [](const auto& one) {
  std::string name = one.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace fenghuo
