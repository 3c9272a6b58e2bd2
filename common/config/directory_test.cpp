// The directory: validity, party organisations, portfolios and liaisons, and what is wrong with them.
#include <gmock/gmock.h>

#include "common/config/bundle_parts.hpp"
#include "common/config/directory_days.hpp"
#include "common/config/shapes.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Draft read(const std::string& text) {
  Draft draft;
  const auto root = parse_yaml(text, "directory.yaml", draft.faults);
  if (!root) return draft;
  check_shape(*root, directory_shape(), "", draft.faults, draft.names);
  read_directory(*root, draft);
  draft.names.excuse("destination");
  draft.names.resolve(draft.faults);
  return draft;
}

std::string faults_of(const std::string& text) {
  Draft draft = read(text);
  return report(draft.faults.take(), "");
}

const wire::Unit& unit(const Draft& draft, const std::string& id) {
  for (const auto& unit : draft.bundle.units()) {
    if (unit.id() == id) return unit;
  }
  throw std::runtime_error("no unit " + id);
}

const std::string sound = R"(units:
  - {id: hq, name: 后勤, party_orgs: [org, branch], valid_from: 2026-09-01}
  - {id: xy, name: 学院, kind: college, party_orgs: [org]}
  - {id: org, name: 机关党委, kind: party_org}
  - {id: branch, name: 直属支部, kind: party_org, valid_to: 2027-08-31}
roles:
  - {id: vp, name: 副校长, leader: true, portfolio: [hq, org], fields: [integrity, education], liaison: clerk}
  - {id: clerk, name: 联络员}
  - {id: jw, name: 纪委委员, portfolio: [org]}
)";

TEST(Directory, ReadsWhatIsThere) {
  Draft draft = read(sound);
  EXPECT_EQ(report(draft.faults.take(), ""), "");
  const auto& hq = unit(draft, "hq");
  EXPECT_EQ(hq.kind(), "office");
  EXPECT_THAT(hq.party_orgs(), ElementsAre("org", "branch"));
  EXPECT_EQ(hq.valid_from(), 20260901U);
  EXPECT_EQ(hq.valid_to(), 0U);
  EXPECT_EQ(unit(draft, "branch").valid_to(), 20270831U);
  EXPECT_EQ(hq.leader(), "vp");
  EXPECT_EQ(unit(draft, "org").leader(), "vp") << "jw is no leader: it is the contact of the organisation";
  EXPECT_EQ(unit(draft, "xy").leader(), "");
  const auto& vp = draft.bundle.roles(0);
  EXPECT_TRUE(vp.leader());
  EXPECT_EQ(vp.liaison(), "clerk");
  EXPECT_THAT(vp.portfolio(), ElementsAre("hq", "org"));
  EXPECT_THAT(vp.fields(), ElementsAre("integrity", "education"));
}

std::string changed(const std::string& from, const std::string& to) {
  std::string text = sound;
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("no " + from);
  return faults_of(text.replace(at, from.size(), to));
}

TEST(Directory, NamesEachFaultAndItsPlace) {
  EXPECT_EQ(changed("2027-08-31}", "2025-08-31, valid_from: 2026-01-01}"),
            "directory.yaml:5:57: unit \"branch\" ends on 2025-08-31, before it begins on 2026-01-01; let valid_to be no earlier than "
            "valid_from\n");
  EXPECT_EQ(changed("2027-08-31", "2027年8月"), "directory.yaml:5:57: units[3].valid_to is \"2027年8月\"; write a date like 2026-10-01\n");
  EXPECT_EQ(changed("[hq, org]", "[hq, nowhere]"),
            "directory.yaml:7:55: roles[0].portfolio[1]: there is no unit \"nowhere\"; define it, or name one that is\n");
  EXPECT_THAT(changed("liaison: clerk", "liaison: nobody"), HasSubstr("liaison: there is no role \"nobody\""));
  EXPECT_EQ(changed("[hq, org]", "[hq, hq]"), "directory.yaml:7:55: \"hq\" stands twice in portfolio of role \"vp\"; remove one\n");
  EXPECT_THAT(changed("fields: [integrity", "fields: [money"), HasSubstr("write ideology | grassroots | integrity | education"));
  EXPECT_EQ(changed("kind: college, party_orgs: [org]", "kind: college, party_orgs: [hq]"),
            "directory.yaml:3:52: unit \"xy\" is put under \"hq\", which is no party organisation; name a unit of kind party_org\n");
  EXPECT_EQ(changed("[org, branch]", "[org]"),
            "directory.yaml:5:5: warning: party organisation \"branch\" covers no unit; add it to the party_orgs of the units it is for\n");
  EXPECT_EQ(changed(", portfolio: [hq, org]", ""),
            "directory.yaml:7:5: warning: leader \"vp\" is in charge of no unit; add a portfolio, or remove leader\n");
}

TEST(Directory, NamesEveryCircle) {
  EXPECT_EQ(changed("name: 联络员}", "name: 联络员, liaison: vp}"),
            "directory.yaml:7:5: role \"vp\" leads back to itself through liaison; break the circle\n"
            "directory.yaml:8:5: role \"clerk\" leads back to itself through liaison; break the circle\n");
  EXPECT_EQ(changed("kind: party_org}", "kind: party_org, party_orgs: [org]}"),
            "directory.yaml:4:5: unit \"org\" leads back to itself through party_orgs; break the circle\n");
  EXPECT_EQ(changed("name: 联络员}", "name: 联络员, deputy: vp}"), "") << "a liaison and a deputy are followed on their own";
}

TEST(Directory, TwoLeadersAtTheSameTimeAreAWarning) {
  const auto with = [](const std::string& validity) {
    return changed("  - {id: jw,", "  - {id: vp2, name: 另一副校长, leader: true, portfolio: [hq]" + validity + "}\n  - {id: jw,");
  };
  EXPECT_EQ(with(""),
            "directory.yaml:9:54: warning: unit \"hq\" is in the portfolio of \"vp2\" and of \"vp\" at the same time; keep it with one of "
            "them; the first in the file is taken\n");
  const std::string ends = "id: vp, valid_to: 2026-12-31,";
  std::string text = sound;
  text.replace(text.find("id: vp,"), 7, ends);
  text.replace(text.find("  - {id: jw,"), 12,
               "  - {id: vp2, name: 另一副校长, leader: true, portfolio: [hq], valid_from: 2027-01-01}\n  - {id: jw,");
  Draft draft = read(text);
  EXPECT_EQ(report(draft.faults.take(), ""), "") << "one after the other is a hand-over";
  EXPECT_EQ(unit(draft, "hq").leader(), "vp2");
  EXPECT_EQ(leader_at(draft.bundle, "hq", 20261231)->id(), "vp");
  EXPECT_EQ(leader_at(draft.bundle, "hq", 20270101)->id(), "vp2");
  EXPECT_EQ(leader_at(draft.bundle, "xy", 20270101), nullptr);
}

TEST(Directory, DaysHoldAtBothEnds) {
  const Draft draft = read(sound);
  EXPECT_FALSE(holds(unit(draft, "hq"), 20260831));
  EXPECT_TRUE(holds(unit(draft, "hq"), 20260901));
  EXPECT_TRUE(holds(unit(draft, "branch"), 20270831));
  EXPECT_FALSE(holds(unit(draft, "branch"), 20270901));
  EXPECT_EQ(day_number("2026-02-29"), 0U);
  EXPECT_EQ(day_text(20260901), "2026-09-01");
  EXPECT_EQ(day_text(0), "");
  EXPECT_FALSE(overlaps(20260101, 20260131, 20260201, 0));
  EXPECT_TRUE(overlaps(0, 20260131, 20260131, 0));
}

// Neither many units under one organisation nor a long chain of organisations takes more than linear work.
TEST(Directory, TenThousandUnits) {
  std::string flat = "units:\n", chain = "units:\n- {id: p0, name: 党委, kind: party_org}\n";
  for (int i = 1; i <= 10'000; ++i) {
    const std::string n = std::to_string(i);
    flat += "- {id: u" + n + ", name: 单位, party_orgs: [p]}\n";
    chain += "- {id: p" + n + ", name: 支部, kind: party_org, party_orgs: [p" + std::to_string(i - 1) + "]}\n";
  }
  flat += "- {id: p, name: 党委, kind: party_org}\nroles: []\n";
  chain += "- {id: u, name: 单位, party_orgs: [p10000]}\nroles: []\n";
  EXPECT_EQ(faults_of(flat), "");
  EXPECT_EQ(faults_of(chain), "");
}

// The shipped directory has what the duties of the measures are expanded by.
TEST(Directory, TheShippedOneCoversEveryUnit) {
  Draft draft = read(slurp(shipped_config + "/directory.yaml"));
  EXPECT_EQ(report(draft.faults.take(), ""), "");
  std::map<std::string, int> kinds;
  for (const auto& one : draft.bundle.units()) {
    ++kinds[one.kind()];
    EXPECT_NE(one.leader(), "") << one.id() << " has no leader in charge";
    if (one.kind() != "party_org") {
      EXPECT_FALSE(one.party_orgs().empty()) << one.id() << " belongs to no party organisation";
    }
  }
  EXPECT_THAT(kinds, ElementsAre(testing::Pair("college", 3), testing::Pair("office", 22), testing::Pair("party_org", 5)));
  int leaders = 0;
  for (const auto& role : draft.bundle.roles()) {
    if (role.manual()) {
      EXPECT_TRUE(role.contacts().empty()) << "the machine never writes to " << role.id();
    }
    if (!role.leader()) continue;
    ++leaders;
    EXPECT_FALSE(role.fields().empty()) << role.id();
  }
  EXPECT_EQ(leaders, 7);
}

}  // namespace
}  // namespace fenghuo::config
