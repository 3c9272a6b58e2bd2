// Faults of the bundle's files: the shipped configuration with one thing wrong at a time.
#include <gmock/gmock.h>

#include "common/config/bundle_files.hpp"
#include "common/config/bundle_loader.hpp"
#include "common/config/test_folder.hpp"

namespace fenghuo::config {
namespace {

using testing::HasSubstr;

// Errors and warnings but for the one about next year's holidays.
std::string faults_of(const TestFolder& folder, int this_year = 2025) {
  auto draft = load_draft(folder.path(), this_year);
  return report(draft.faults.take(), folder.path());
}

struct Change {
  const char* name;
  const char* file;
  const char* from;
  const char* to;
  const char* at;     // text of the changed file where the fault stands
  const char* fault;  // after the place
};

class BundleFault : public testing::TestWithParam<Change> {};

TEST_P(BundleFault, IsTheOnlyOneAndHasItsPlace) {
  const Change& change = GetParam();
  const auto folder = TestFolder::shipped();
  folder.replace(change.file, change.from, change.to);
  const std::string place = std::string(change.file) + ":" + folder.place_of(change.file, change.at) + ": ";
  EXPECT_EQ(faults_of(folder), place + change.fault + "\n");
}

INSTANTIATE_TEST_SUITE_P(
    Keys, BundleFault,
    testing::Values(
        Change{"unknown_key", "ladders.yaml", "    ack_within: 10m", "    ack_witin: 10m\n    ack_within: 10m", "ack_witin",
               "ladders[0]: unknown key \"ack_witin\"; did you mean \"ack_within\"?"},
        Change{"missing_key", "levels.yaml", "    short_name: 红\n", "", "id: red",
               "levels[0]: key \"short_name\" is missing; add \"short_name: \" with a text of 1 to 8 characters"},
        Change{"an_action_against_posts", "policy.yaml", "damping: 10m", "damping: 10m\nactions: [delete_post]", "actions",
               "unknown key \"actions\"; known keys: label, public_url, phone, token_ttl, roles, damping, inhibitions, retry, "
               "supervision_unit, retention, report_party, source_title, edition"},
        Change{"duplicate_key", "policy.yaml", "damping: 10m", "damping: 10m\ndamping: 5m", "damping: 5m",
               "key \"damping\" stands twice (first at line 14); keep one of them"},
        Change{"wrong_type", "categories.yaml", "units: [hqbz]", "units: hqbz", "hqbz}",
               "categories[0].units is \"hqbz\"; write a list of at most 20 items"},
        Change{"map_for_text", "levels.yaml", "name: 红色（一级）", "name: {a: b}", "{a: b}",
               "levels[0].name is keys with values; write a text of 1 to 20 characters"},
        Change{"bare_number", "ladders.yaml", "last_rung_every: 30m", "last_rung_every: 30", "30\n",
               "ladders[0].last_rung_every is \"30\"; write a duration with its unit, like 90s, 10m, 5h, 7d or 1h30m, from 1m to 3650d"},
        Change{"working_days_where_none_are", "policy.yaml", "damping: 10m", "damping: 1wd", "1wd",
               "damping is \"1wd\"; write a duration with its unit, like 90s, 10m, 5h, 7d or 1h30m"},
        Change{"full_width_time", "calendar.yaml", "digest_at: \"08:07\"", "digest_at: \"08：07\"", "\"08：07\"",
               "digest_at is \"08：07\"; write a time of day like \"22:00\" (第29行第15列用了全角冒号“：”，请改为“:”)"},
        Change{"quiet_word", "ladders.yaml", "quiet: hold", "quiet: loud", "loud",
               "ladders[2].quiet is \"loud\"; write breaks_through | hold | silent"},
        Change{"url", "policy.yaml", "http://127.0.0.1:8080", "127.0.0.1:8080", "127.0.0.1:8080",
               "public_url is \"127.0.0.1:8080\"; write an address that begins with http:// or https:// and has no user name and no #"},
        Change{"cidr", "destinations.yaml", "127.0.0.0/8]", "127.0.0.1/8]", "127.0.0.1/8]",
               "defaults.allow_cidrs[0] is \"127.0.0.1/8\"; write an address range like 10.0.0.0/8 (no bits set behind the prefix)"},
        Change{"raw_secret", "providers.yaml", "file:secrets/provider_demo.token", "abc123", "\"abc123\"",
               "providers[0].tokens[0] is a text (not shown here); write a reference, env:NAME or file:PATH (never the secret itself)"},
        Change{"channel", "destinations.yaml", "channel: webhook\n", "channel: pigeon\n", "pigeon",
               "defaults.channel is \"pigeon\"; write webhook | mail"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    References, BundleFault,
    testing::Values(
        Change{"role_of_a_rung", "ladders.yaml", "[role:party_secretary]", "[role:party_secretry]", "role:party_secretry]",
               "ladders[0].rungs[2].asked[0].any_of[0]: there is no role \"party_secretry\"; did you mean \"party_secretary\"?"},
        Change{"unit_of_a_rung", "ladders.yaml", "informed: [role:discipline]", "informed: [unit:nowhere]", "unit:nowhere",
               "ladders[0].rungs[3].informed[0]: there is no unit \"nowhere\"; define it, or name one that is"},
        Change{"body_of_a_rung", "ladders.yaml", "body:party_committee", "body:party_comittee", "body:party_comittee",
               "ladders[0].rungs[3].asked[0].any_of[0]: there is no role \"party_comittee\"; did you mean \"party_committee\"?"},
        Change{"level_of_a_ladder", "ladders.yaml", "lower_by: leader_in_charge", "lower_by: leader", "leader\n",
               "ladders[0].lower_by: there is no role \"leader\"; define it, or name one that is"},
        Change{"unit_of_a_category", "categories.yaml", "units: [hqbz]", "units: [hqbzz]", "hqbzz",
               "categories[0].units[0]: there is no unit \"hqbzz\"; did you mean \"hqbz\"?"},
        Change{"default_category", "categories.yaml", "default: other", "default: others", "others",
               "default: there is no category \"others\"; did you mean \"other\"?"},
        Change{"contact", "directory.yaml", "contacts: [hqbz, hqbz_mail]", "contacts: [somewhere_else]", "somewhere_else",
               "units[16].contacts[0]: there is no destination \"somewhere_else\"; define it, or name one that is"},
        Change{"office", "directory.yaml", "office: dxb", "office: dxbb", "dxbb}",
               "roles[2].office: there is no unit \"dxbb\"; did you mean \"dxb\"?"},
        Change{"member", "directory.yaml", "cw_4, cw_5]", "cw_4, cw_9]", "cw_9",
               "roles[8].members[5]: there is no role \"cw_9\"; did you mean \"cw_1\"?"},
        Change{"band", "providers.yaml", "min_band: \"10-49\"", "min_band: \"10-50\"", "\"10-50\"",
               "providers[0].min_band: there is no band \"10-50\"; did you mean \"10-49\"?"},
        Change{"policy_role", "policy.yaml", "dispatch: dxb_duty", "dispatch: dxbduty", "dxbduty",
               "roles.dispatch: there is no role \"dxbduty\"; did you mean \"dxb_duty\"?"},
        Change{"inhibition_level", "policy.yaml", "[yellow, blue]", "[yelow, blue]", "yelow",
               "inhibitions[0].hold_back[0]: there is no level \"yelow\"; did you mean \"yellow\"?"},
        Change{"comma_in_a_list", "policy.yaml", "[yellow, blue]", "[yellow，blue]", "yellow，blue",
               "inhibitions[0].hold_back[0] is \"yellow，blue\"; write an id: a lower-case letter, then lower-case letters, digits, _ or - "
               "(at most 48) (第17行第23列用了全角逗号“，”，请改为“,”)"},
        Change{"unit_twice", "directory.yaml", "  - id: zzb", "  - {id: dxb, name: 甲}\n  - id: zzb", "dxb, name: 甲",
               "units[1].id: unit \"dxb\" is defined twice (first at line 30); rename or remove one"}),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Sense, BundleFault,
    testing::Values(
        Change{"rank_twice", "levels.yaml", "rank: 2", "rank: 1", "1\n    name: 橙",
               "level \"orange\" has the rank of \"red\"; give each level its own rank, 1 the most severe"},
        Change{"zero_repeat", "ladders.yaml", "last_rung_every: 30m", "last_rung_every: 0s", "0s\n    commitment",
               "ladders[0].last_rung_every is \"0s\"; write a duration with its unit, like 90s, 10m, 5h, 7d or 1h30m, from 1m to 3650d"},
        Change{"target_twice", "ladders.yaml", "{id: statement,", "{id: first_report,", "first_report, name: 权威发布",
               "target \"first_report\" stands twice in the ladder of \"red\"; rename or remove one"},
        Change{"no_unit", "categories.yaml", "units: [hqbz]", "units: []", "[]",
               "category \"logistics\" is routed to no unit; name its lead unit"},
        Change{"lead_twice", "categories.yaml", "[yjsy, yangong]", "[yjsy, yjsy]", "yjsy]",
               "unit \"yjsy\" stands twice in category \"graduate\"; remove one"},
        Change{"weekday_swapped", "calendar.yaml", "[2026-01-04,", "[2026-01-05,", "2026-01-05",
               "2026-01-05 is a weekday: only a Saturday or Sunday can be a swapped working day; compare the notice"},
        Change{"both_lists", "calendar.yaml", "[2026-01-04,", "[2026-01-03,", "2026-01-03, 2026-02-14",
               "2026-01-03 is both a day off and a swapped working day; compare the notice"},
        Change{"off_twice", "calendar.yaml", "from: 2026-09-25, to: 2026-09-27", "from: 2026-10-01, to: 2026-10-01",
               "{name: 国庆节, from: 2026", "2026-10-01 is off twice; let the holidays not overlap"},
        Change{"turned_round", "calendar.yaml", "from: 2026-05-01, to: 2026-05-05", "from: 2026-05-05, to: 2026-05-01", "2026-05-01}",
               "the holiday ends before it begins, or lasts more than 20 days; check from and to"},
        Change{"another_year", "calendar.yaml", "from: 2026-05-01, to: 2026-05-05", "from: 2028-05-01, to: 2028-05-05",
               "{name: 劳动节, from: 2028", "2028-05-01 does not belong to the notice of 2026; move it to its year"},
        Change{"no_such_day", "calendar.yaml", "to: 2025-06-02", "to: 2025-06-31", "2025-06-31",
               "years[0].days_off[4].to is \"2025-06-31\"; write a date like 2026-10-01"},
        Change{"zone", "calendar.yaml", "Asia/Shanghai", "Asia/Shanghi", "Asia/Shanghi",
               "there is no time zone \"Asia/Shanghi\"; write an IANA name, like Asia/Shanghai"},
        Change{"office_hours", "calendar.yaml", "work: {from: \"08:00\", to: \"17:30\"}", "work: {from: \"17:30\", to: \"08:00\"}",
               "{from: \"17:30\"", "office hours end before they begin; let from be before to"},
        Change{"reminder_hours", "calendar.yaml", "reminders: {from: \"08:07\", to: \"17:30\"}",
               "reminders: {from: \"17:30\", to: \"08:07\"}", "{from: \"17:30\"",
               "the hours of reminders end before they begin; let from be before to"},
        Change{"nameless_holiday", "calendar.yaml", "{name: 劳动节, from: 2026-05-01", "{name: \"\", from: 2026-05-01", "\"\", from",
               "years[1].days_off[3].name is \"\"; write a text of 1 to 20 characters"},
        Change{"term_on_a_tuesday", "calendar.yaml", "first_monday: 2026-09-07", "first_monday: 2026-09-08", "2026-09-08",
               "2026-09-08 is no Monday; weeks are counted from the Monday of the first one"},
        Change{"term_into_the_break", "calendar.yaml", "first_monday: 2025-09-08, weeks: 19", "first_monday: 2025-09-08, weeks: 20",
               "{name: 2026年寒假",
               "\"2026年寒假（暂定）\" overlaps with \"2025—2026学年第一学期（暂定）\"; terms and breaks follow each other: check "
               "first_monday and "
               "weeks, from and to"},
        Change{"term_twice", "calendar.yaml", "id: spring-2026", "id: autumn-2025", "autumn-2025, name: 2025—2026学年第二",
               "school.terms[1].id: term \"autumn-2025\" is defined twice (first at line 55); rename or remove one"},
        Change{"break_turned_round", "calendar.yaml", "from: 2026-07-13, to: 2026-09-06", "from: 2026-07-13, to: 2026-07-12", "2026-07-12}",
               "the break \"2026年暑假（暂定）\" ends before it begins; check from and to"},
        Change{"lowest_band", "providers.yaml", "min_band: \"10-49\"", "min_band: \"1\"", "\"1\"\n",
               "provider \"provider_demo\": min_band is the lowest band, so a topic of one source would pass; name a higher one, like "
               "\"2-9\""},
        Change{"no_secret", "destinations.yaml", "secrets: [\"file:secrets/hook_dxb.key\"]", "secrets: []", "[]}",
               "destination \"dxb\" has no signing secret; name one, like file:secrets/hook_dxb.key"},
        Change{"timeout", "destinations.yaml", "timeout: 20s", "timeout: 20m", "20m",
               "defaults.timeout is \"20m\"; write a duration with its unit, like 90s, 10m, 5h, 7d or 1h30m, from 1s to 1m"},
        Change{"retry_zero", "policy.yaml", "[5s,", "[0s,", "0s, 30s",
               "retry.after[0] is \"0s\"; write a duration with its unit, like 90s, 10m, 5h, 7d or 1h30m, from 1s to 3650d"},
        Change{"forgotten_at_once", "policy.yaml", "retention: 180d", "retention: 1h", "1h ",
               "retention is \"1h\"; write a duration with its unit, like 90s, 10m, 5h, 7d or 1h30m, from 1d to 3660d"},
        Change{"short_links", "policy.yaml", "token_ttl: 7d", "token_ttl: 5m", "5m",
               "token_ttl is \"5m\"; write a duration with its unit, like 90s, 10m, 5h, 7d or 1h30m, from 1h to 366d"},
        Change{"own_deputy", "directory.yaml", "{id: president,", "{deputy: president, id: president,", "{deputy: president",
               "role \"president\" leads back to itself through members or deputy; break the circle"},
        Change{"clear_text", "destinations.yaml", "http://127.0.0.1:8099/hooks/xcb\"", "http://hooks.example.invalid/xcb\"",
               "\"http://hooks", "warning: destination \"xcb\" is reached over http: everybody on the way can read along; use https"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Bundle, AMissingFileIsOneFaultAndNotAHundredDanglingNames) {
  const auto folder = TestFolder::shipped();
  folder.remove("directory.yaml");
  EXPECT_EQ(faults_of(folder), "directory.yaml: the file is missing; copy it from the shipped config folder\n");
  const auto load = load_bundle(folder.path());
  EXPECT_TRUE(has_errors(load.faults));
}

TEST(Bundle, AMistypedIdIsOneFaultAndNotOneAtEveryUse) {
  const auto folder = TestFolder::shipped();
  folder.replace("directory.yaml", "  - id: xcb ", "  - id: XCB ");
  EXPECT_THAT(faults_of(folder),
              testing::StartsWith("directory.yaml:" + folder.place_of("directory.yaml", "XCB") + ": units[2].id is \"XCB\"; write an id"));
  const std::string faults = faults_of(folder);
  EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), 1) << faults;
}

TEST(Bundle, FaultsOfAllFilesAreFoundTogether) {
  const auto folder = TestFolder::shipped();
  folder.replace("levels.yaml", "rank: 1", "rank: first");
  folder.replace("ladders.yaml", "body:party_committee", "body:nobody");
  folder.replace("policy.yaml", "damping: 10m", "damping: often");
  folder.remove("providers.yaml");
  const std::string faults = faults_of(folder);
  EXPECT_THAT(faults, HasSubstr("levels[0].rank is \"first\""));
  EXPECT_THAT(faults, HasSubstr("there is no role \"nobody\""));
  EXPECT_THAT(faults, HasSubstr("damping is \"often\""));
  EXPECT_THAT(faults, HasSubstr("providers.yaml: the file is missing"));
}

// The last line of a file: nothing follows on which the parser would stumble.
TEST(Bundle, AFullWidthColonOnTheLastLineIsFoundToo) {
  const auto folder = TestFolder::shipped();
  folder.write("levels.yaml", "levels:\n  - id: red\n    rank: 1\n    name: 红色\n    short_name：红\n");
  EXPECT_THAT(faults_of(folder), HasSubstr("第5行第15列用了全角冒号“：”，请改为“:”"));
}

TEST(Bundle, NoFolderIsOneFault) {
  const auto load = load_bundle("/nonexistent/config");
  EXPECT_EQ(report(load.faults, "/elsewhere"),
            "/nonexistent/config: there is no such configuration folder; name an existing one with --config\n");
}

TEST(Bundle, TheHashNamesTheContentAndNothingElse) {
  const auto folder = TestFolder::shipped();
  const std::string hash = bundle_hash(load_bundle(folder.path()).bundle);
  EXPECT_EQ(hash.size(), 32U);
  EXPECT_EQ(bundle_hash(load_bundle(folder.path()).bundle), hash);
  EXPECT_EQ(bundle_hash(load_bundle(shipped_config).bundle), hash) << "the folder's name is no part of it";
  folder.replace("policy.yaml", "damping: 10m", "damping: 11m");
  EXPECT_NE(bundle_hash(load_bundle(folder.path()).bundle), hash);
}

// Whatever a file holds, loading ends with faults or a bundle, never with a crash; and every fault has a place inside its file.
TEST(Bundle, DamagedFilesNeverCrash) {
  std::uint64_t state = 20270708;
  const auto random = [&state](std::size_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(state >> 33U) % below;
  };
  constexpr std::string_view pieces[] = {
      "",  ":", "：", "[", "]", "{", "}", "- ", "\n", "\t", "#", "\"", "'", "&a ", "*a", "|\n", "---\n", "\xff", "999999999999999999999",
      "? "};
  struct Text {
    const BundleFile& file;
    std::string text;
  };
  const std::vector<Text> shipped = [] {
    std::vector<Text> texts;
    for (const auto& file : bundle_files()) {
      for (const auto& name : names_of(shipped_config, file)) texts.push_back({file, slurp(shipped_config + "/" + name)});
    }
    return texts;
  }();
  int broken = 0;
  for (int round = 0; round < 2000; ++round) {
    const std::size_t which = random(shipped.size());
    std::string text = shipped[which].text;
    for (std::size_t changes = 1 + random(3); changes > 0; --changes) {
      const std::size_t at = random(text.size());
      text.replace(at, random(6), pieces[random(std::size(pieces))]);
    }
    Draft draft;
    const auto root = parse_yaml(text, "f", draft.faults);
    if (root) {
      check_shape(*root, shipped[which].file.shape(), "", draft.faults, draft.names);
      shipped[which].file.read(*root, draft);
    }
    const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
    for (const Fault& fault : draft.faults.take()) {
      ++broken;
      ASSERT_LE(fault.line, lines + 1);
      ASSERT_FALSE(fault.what.empty());
      ASSERT_FALSE(fault.remedy.empty());
    }
  }
  EXPECT_GT(broken, 500);
}

TEST(Bundle, KeepsTextsHalfAYearWhereThePolicyDoesNotSay) {
  const auto folder = TestFolder::shipped();
  folder.replace("policy.yaml", "retention: 180d", "#");
  EXPECT_EQ(load_draft(folder.path(), 2025).bundle.retention_ms(), 180LL * 24 * 3'600'000);
}

}  // namespace
}  // namespace fenghuo::config
