// The shipped configuration: sound, as the domain asks, every key commented, and its schemas those of the loader.
#include <gmock/gmock.h>

#include <cstdlib>
#include <regex>

#include "common/config/bundle_files.hpp"
#include "common/config/bundle_loader.hpp"
#include "common/config/schema.hpp"
#include "common/config/settings.hpp"
#include "common/config/shapes.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;

std::string in_shipped(const std::string& name) { return std::string(shipped_config).append("/").append(name); }

struct ShippedFile {
  std::vector<std::string> names;  // several of one shape: a folder's
  std::string schema;
  const Shape* shape;
};
std::vector<ShippedFile> all_files() {
  std::vector<ShippedFile> files{{{"fenghuo.yaml"}, "fenghuo", &settings_shape()}};
  for (const auto& file : bundle_files())
    files.push_back({names_of(shipped_config, file), file.name.substr(0, file.name.find_first_of("./")), &file.shape()});
  return files;
}

const wire::Bundle& shipped() {
  static const wire::Bundle bundle = load_draft(shipped_config, 2025).bundle;
  return bundle;
}

const wire::Ladder& ladder(const std::string& level) {
  for (const auto& l : shipped().ladders()) {
    if (l.level() == level) return l;
  }
  throw std::runtime_error("no ladder " + level);
}

// "0:[role:a|unit]+role:b" : minutes, groups asked, parties informed, marks.
std::string rung_text(const wire::Rung& rung) {
  std::string text = rung.after().working_days() > 0 ? std::to_string(rung.after().working_days()) + "wd:"
                                                     : std::to_string(rung.after().ms() / 60'000) + ":";
  for (const auto& ask : rung.asked()) {
    std::string group;
    for (const auto& party : ask.any_of()) group += (group.empty() ? "" : "|") + party;
    text += "[" + group + "]";
  }
  for (const auto& party : rung.informed()) text += "+" + party;
  if (rung.repeat_all()) text += " repeat_all";
  if (rung.every_channel()) text += " every_channel";
  if (rung.wording() == "submit_up") text += " submit_up";
  return text;
}

std::vector<std::string> rungs(const std::string& level) {
  std::vector<std::string> texts;
  for (const auto& rung : ladder(level).rungs()) texts.push_back(rung_text(rung));
  return texts;
}

TEST(Shipped, IsSoundWithoutAWord) {
  auto draft = load_draft(shipped_config, 2025);
  EXPECT_EQ(report(draft.faults.take(), shipped_config), "");
}

TEST(Shipped, OnlyTheYearNotYetPublishedIsMissing) {
  auto draft = load_draft(shipped_config, 2026);
  EXPECT_EQ(report(draft.faults.take(), shipped_config),
            "calendar.yaml:31:3: warning: the holidays of 2027 are missing: its working days are provisional (暂定); add them to "
            "calendar.yaml once the State "
            "Council's notice is out (usually in November)\n");
}

TEST(Shipped, LaddersAreTheDomains) {
  EXPECT_THAT(rungs("red"),
              ElementsAre("0:[role:xcb_duty|role:xcb_head|unit]+role:dxb_duty+role:leader_in_charge+role:party_secretary+role:president",
                          "10: repeat_all", "20:[role:party_secretary] every_channel submit_up",
                          "30:[body:party_committee]+role:discipline submit_up"));
  EXPECT_THAT(rungs("orange"), ElementsAre("0:[role:xcb_duty|role:xcb_head|unit]+role:dxb_duty", "15:[role:leader_in_charge] submit_up",
                                           "30:[role:party_secretary] submit_up", "60:[body:party_committee] submit_up"));
  EXPECT_THAT(rungs("yellow"), ElementsAre("0:[role:xcb_duty|unit]", "60:[role:xcb_head] submit_up", "120:[role:dxb_duty] submit_up",
                                           "240:[role:leader_in_charge] submit_up", "1440:[role:party_secretary] submit_up"));
  EXPECT_THAT(rungs("blue"), ElementsAre("0:[role:xcb_duty]", "1wd:[role:xcb_head] submit_up", "2wd:[role:dxb_duty] submit_up",
                                         "3wd:[role:leader_in_charge] submit_up"));
}

TEST(Shipped, LaddersTimesAndRules) {
  constexpr std::int64_t minute = 60'000, hour = 60 * minute;
  const auto& red = ladder("red");
  EXPECT_EQ(red.ack_within_ms(), 10 * minute);
  EXPECT_EQ(red.ack_within().ms(), 10 * minute);
  EXPECT_EQ(red.last_rung_every_ms(), 30 * minute);
  EXPECT_EQ(red.commitment_cap_ms(), 30 * minute);
  EXPECT_EQ(red.max_commitments(), 2U);
  EXPECT_EQ(red.quiet(), wire::QUIET_BREAKS_THROUGH);
  EXPECT_EQ(red.lower_by(), "leader_in_charge");
  ASSERT_EQ(red.targets_size(), 3);
  EXPECT_EQ(red.targets(0).within_ms(), 30 * minute);
  EXPECT_FALSE(red.targets(0).on_request());
  EXPECT_EQ(red.targets(1).within_ms(), 5 * hour);
  EXPECT_TRUE(red.targets(1).on_request());
  EXPECT_EQ(red.targets(2).within_ms(), 24 * hour);
  EXPECT_TRUE(red.targets(2).on_request());
  EXPECT_EQ(ladder("orange").ack_within_ms(), 15 * minute);
  EXPECT_EQ(ladder("orange").targets(0).within_ms(), hour);
  EXPECT_EQ(ladder("orange").quiet(), wire::QUIET_BREAKS_THROUGH);
  EXPECT_EQ(ladder("orange").lower_by(), "xcb_head");
  EXPECT_EQ(ladder("yellow").ack_within_ms(), hour);
  EXPECT_EQ(ladder("yellow").quiet(), wire::QUIET_HOLD);
  EXPECT_EQ(ladder("yellow").targets(0).within_ms(), 48 * hour);
  EXPECT_EQ(ladder("blue").ack_within().working_days(), 1U);
  EXPECT_EQ(ladder("blue").ack_within_ms(), 0);
  EXPECT_EQ(ladder("blue").quiet(), wire::QUIET_SILENT);
  EXPECT_TRUE(ladder("blue").first_in_digest());
  for (const auto& l : shipped().ladders()) EXPECT_FALSE(l.confirmed()) << "the numbers await the party committee";
  EXPECT_THAT(red.rungs(0).line(), testing::MatchesRegex("ladders.yaml:[0-9]+"));
}

TEST(Shipped, EverybodyHasAWebhookAndAMailbox) {
  std::set<std::string> contacts, mailboxes;
  // A webhook of its own, first for warnings, and a mailbox for duties.
  const auto has_own = [&](const auto& party) {
    EXPECT_THAT(party.contacts(), ElementsAre(party.id(), party.id() + "_mail"));
    mailboxes.insert(party.id() + "_mail");
  };
  for (const auto& unit : shipped().units()) {
    has_own(unit);
    EXPECT_THAT(unit.callback_secrets(), ElementsAre("file:secrets/callback_" + unit.id() + ".key"));
    contacts.insert(unit.contacts().begin(), unit.contacts().end());
  }
  for (const auto& role : shipped().roles()) {
    if (role.members().empty() && !role.manual()) {
      has_own(role);
    }
    contacts.insert(role.contacts().begin(), role.contacts().end());
  }
  EXPECT_EQ(contacts.size(), static_cast<std::size_t>(shipped().destinations_size()));
  for (const auto& destination : shipped().destinations()) {
    EXPECT_TRUE(contacts.contains(destination.id())) << destination.id();
    EXPECT_TRUE(destination.on_campus());
    EXPECT_EQ(mailboxes.contains(destination.id()), destination.channel() == "mail") << destination.id();
    if (destination.channel() == "mail") {
      EXPECT_TRUE(destination.address().ends_with("@campus.invalid"));
      continue;
    }
    EXPECT_EQ(destination.channel(), "webhook");
    EXPECT_EQ(destination.url(), "http://127.0.0.1:8099/hooks/" + destination.id());
    EXPECT_THAT(destination.secrets(), ElementsAre("file:secrets/hook_" + destination.id() + ".key"));
    EXPECT_THAT(destination.allow_cidrs(), ElementsAre("127.0.0.0/8"));
    EXPECT_EQ(destination.concurrency(), 8U);
    EXPECT_EQ(destination.rate_per_minute(), 0U);
    EXPECT_EQ(destination.timeout_ms(), 20'000);
  }
}

TEST(Shipped, MailGoesToTheLocalMailbox) {
  const auto& mail = shipped().mail();
  EXPECT_EQ(mail.relay(), "smtp://127.0.0.1:8025");
  EXPECT_EQ(mail.tls(), "none");
  EXPECT_EQ(mail.from(), "fenghuo@campus.invalid");
  EXPECT_EQ(mail.organizer_address(), mail.from());
  EXPECT_THAT(mail.topic_domains(), ElementsAre("campus.invalid"));
  EXPECT_LT(mail.concurrency(), Settings{}.mailer.threads) << "one slow mail server must leave senders to the others";
  EXPECT_LT(std::chrono::milliseconds{mail.timeout_ms()}, Settings{}.ledger.lease);
}

TEST(Shipped, PolicyProviderAndCalendar) {
  const auto& b = shipped();
  EXPECT_EQ(b.public_url(), "http://127.0.0.1:8080");
  EXPECT_EQ(b.token_ttl_ms(), 7 * 24 * 3'600'000);
  EXPECT_EQ(b.retention_ms(), 180LL * 24 * 3'600'000) << "guardrail 7";
  EXPECT_EQ(b.damping_ms(), 600'000);
  EXPECT_EQ(b.default_category(), "other");
  EXPECT_EQ(b.dispatch_role(), "dxb_duty");
  EXPECT_EQ(b.committee_role(), "party_committee");
  EXPECT_EQ(b.discipline_role(), "discipline");
  EXPECT_THAT(b.retry().after_ms(), ElementsAre(5000, 30'000, 120'000, 600'000, 1'800'000, 3'600'000, 7'200'000, 14'400'000));
  EXPECT_EQ(b.retry().max_age_ms(), 48 * 3'600'000);
  EXPECT_EQ(b.retry().retry_after_cap_ms(), 24 * 3'600'000);
  ASSERT_EQ(b.inhibitions_size(), 1);
  EXPECT_EQ(b.inhibitions(0).source_level(), "red");
  EXPECT_THAT(b.inhibitions(0).target_levels(), ElementsAre("yellow", "blue"));
  EXPECT_EQ(b.inhibitions(0).same(), "unit");
  ASSERT_EQ(b.providers_size(), 1);
  EXPECT_EQ(b.providers(0).min_band(), "10-49");
  EXPECT_THAT(b.bands(), ElementsAre("1", "2-9", "10-49", "50-199", "200+"));
  EXPECT_THAT(b.providers(0).dossier_hosts(), ElementsAre("dossier.provider.invalid"));
  EXPECT_EQ(b.timezone(), "Asia/Shanghai");
  const auto& calendar = b.calendar();
  EXPECT_EQ(calendar.quiet_from_min(), 22U * 60);
  EXPECT_EQ(calendar.quiet_to_min(), 7U * 60);
  EXPECT_EQ(calendar.digest_at_min(), 8U * 60 + 7);
  EXPECT_EQ(calendar.work_from_min(), 8U * 60);
  EXPECT_EQ(calendar.work_to_min(), 17U * 60 + 30);
  EXPECT_EQ(calendar.reminder_from_min(), 8U * 60 + 7);
  EXPECT_EQ(calendar.reminder_to_min(), 17U * 60 + 30);
  EXPECT_EQ(calendar.terms_size(), 4);
  EXPECT_EQ(calendar.breaks_size(), 4);
  for (const auto& term : calendar.terms()) EXPECT_THAT(term.name(), HasSubstr("暂定")) << "until the school has confirmed them";
  EXPECT_EQ(calendar.day_names_size(), calendar.days_off_size()) << "every day off has its holiday's name";
  EXPECT_THAT(calendar.years(), ElementsAre(2025, 2026));
  EXPECT_EQ(calendar.days_off_size(), 28 + 33) << "2025: 1+8+3+5+3+8; 2026: 3+9+3+5+3+3+7";
  EXPECT_THAT(calendar.swapped_workdays(), ElementsAre("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04",
                                                       "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"));
}

// The schemas are written from the loader's own shapes. After a change of a shape: FENGHUO_UPDATE_SCHEMAS=1 with this test writes them
// anew.
TEST(Shipped, SchemasAreTheLoaders) {
  for (const auto& [names, stem, shape] : all_files()) {
    const std::string path = in_shipped("schema/" + stem + ".schema.json");
    const std::string wanted = json_schema(*shape, "Fenghuo " + stem + ".yaml");
    if (std::getenv("FENGHUO_UPDATE_SCHEMAS") != nullptr) std::ofstream(path, std::ios::binary) << wanted;
    EXPECT_EQ(slurp(path), wanted) << path;
    ASSERT_FALSE(names.empty()) << stem;
    for (const std::string& name : names) {
      const std::string up = name.find('/') == std::string::npos ? "" : "../";
      EXPECT_TRUE(slurp(in_shipped(name)).starts_with("# yaml-language-server: $schema=" + up + "schema/" + stem + ".schema.json\n"))
          << name;
    }
  }
}

void keys_of(const Shape& shape, std::set<std::string>& keys) {
  for (const Field& field : shape.fields) {
    keys.insert(field.name);
    keys_of(field.shape, keys);
  }
  for (const Shape& item : shape.item) keys_of(item, keys);
}

// A comment explains a key when it stands behind the key on its line, or names it in a list of keys ("#   key   what it is").
bool commented(const std::string& text, const std::string& key) {
  std::istringstream lines(text);
  for (std::string line, before; std::getline(lines, line); before = line) {
    const auto hash = line.find('#');
    const auto at = line.find(key);
    const bool own_key = at != std::string::npos && line.find(key + ":") == at && (at == 0 || line[at - 1] == ' ' || line[at - 1] == '{');
    if (own_key && (line.find(" # ", at) != std::string::npos || before.starts_with("#"))) return true;
    if (hash != std::string::npos && std::regex_search(line.substr(hash), std::regex("[# 、]" + key + "( |:)"))) return true;
  }
  return false;
}

TEST(Shipped, EveryKeyIsCommented) {
  for (const auto& [names, stem, shape] : all_files()) {
    std::string text;  // of a folder's files one may explain for all
    for (const std::string& name : names) text += slurp(in_shipped(name));
    std::set<std::string> keys;
    keys_of(*shape, keys);
    for (const std::string& key : keys) EXPECT_TRUE(commented(text, key)) << stem << ": " << key;
  }
}

TEST(Shipped, SchemasSayWhatIsRequiredAndForbidden) {
  const std::string schema =
      json_schema(map_of({{"a", Need::must, whole(1, 3), "An \"a\""}, {"b", Need::may, list_of(one_of({"x", "y"}), 5), ""}}), "T");
  EXPECT_EQ(schema, R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "T",
  "type": "object",
  "additionalProperties": false,
  "required": ["a"],
  "properties": {
    "a": {
      "description": "An \"a\"",
      "type": "integer",
      "minimum": 1,
      "maximum": 3
    },
    "b": {
      "type": "array",
      "maxItems": 5,
      "items": {
        "type": "string",
        "enum": ["x", "y"]
      }
    }
  }
}
)");
}

}  // namespace
}  // namespace fenghuo::config
