#include "common/signals/signals.hpp"

#include <rapidcheck/gtest.h>

#include "common/clock/zone.hpp"
#include "common/signals/test_bundle.hpp"

namespace fenghuo {
namespace {

using test::signal_json;
using testing::HasSubstr;
using testing::Not;

const wire::Bundle& bundle() {
  static const wire::Bundle made = test::border_bundle();
  return made;
}

Result<wire::Signal> one(const std::string& json, std::string_view provider = "provider_demo") {
  auto parsed = parse_signals(json, bundle(), provider);
  if (!parsed) return tl::unexpected(parsed.error());
  return parsed->at(0).signal;
}

std::string refusal(const std::string& json) {
  const auto signal = one(json);
  return signal ? "accepted" : signal.error().message;
}

TEST(Border, TakesAWholeSignal) {
  const auto signal = one(signal_json({{"supersedes", "\"s-0\""},
                                       {"expires_at", "\"2027-03-09T12:00:00Z\""},
                                       {"channel_mix", R"({"news":0.25,"weibo":0.5,"other":0})"},
                                       {"unit_hint", "\"hqbz\""},
                                       {"dossier_url", "\"https://dossier.provider.invalid/t/1\""}}));
  ASSERT_TRUE(signal) << signal.error().message;
  EXPECT_EQ(signal->signal_id(), "s-1");
  EXPECT_EQ(signal->msg_type(), wire::ALERT);
  EXPECT_EQ(signal->issued_at(), to_ms(*parse_rfc3339("2027-03-08T18:14:00Z")));
  EXPECT_EQ(signal->expires_at(), to_ms(*parse_rfc3339("2027-03-09T12:00:00Z")));
  EXPECT_EQ(signal->topic_title(), "二食堂饭菜质量");
  EXPECT_EQ(signal->volume_24h(), 1200U);
  EXPECT_EQ(signal->channel_mix().at("weibo"), 0.5);
  EXPECT_EQ(signal->dossier_url(), "https://dossier.provider.invalid/t/1");
  EXPECT_FALSE(signal->title_quarantined());
}

TEST(Border, NamesAKnownForbiddenFieldAndNothingElse) {
  for (const char* name : {"author", "nickname", "uid", "account", "avatar", "ip", "phone", "student_number", "gender", "followers",
                           "content", "screenshot", "post_url", "username", "email", "id_card", "text", "images", "sentiment"}) {
    const std::string reason = refusal(signal_json({{name, "\"secretvalue\""}}));
    EXPECT_EQ(reason, std::string("forbidden field: ") + name);
  }
}

TEST(Border, SeesThroughTheSpellingOfAForbiddenField) {
  EXPECT_EQ(refusal(signal_json({{"studentNumber", "1"}})), "forbidden field: student_number");
  EXPECT_EQ(refusal(signal_json({{"Post-URL", "1"}})), "forbidden field: post_url");
  EXPECT_EQ(refusal(signal_json({{"作者", "1"}})), "forbidden field: author");
}

TEST(Border, NeverRepeatsAnUnknownNameOrAValue) {
  const std::string reason = refusal(signal_json({{"zhangsan_13800138000", "\"v\""}}));
  EXPECT_EQ(reason, "unknown field");
  EXPECT_EQ(refusal(signal_json({{"level", "\"zhangsan\""}})), "level: must be one of red, orange, yellow, blue");
  EXPECT_THAT(refusal(signal_json({{"source_count_band", "\"zhangsan\""}})), Not(HasSubstr("zhangsan")));
}

TEST(Border, AnIdThatIdentifiesIsNotRepeatedEither) {
  const auto parsed = parse_signals(signal_json({{"signal_id", "\"s-13800138000\""}}), bundle(), "provider_demo");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->at(0).signal_id, "");
  EXPECT_THAT(parsed->at(0).signal.error().message, Not(HasSubstr("13800138000")));
}

TEST(Border, ForbiddenInsideTheChannelMixIsNamedToo) {
  EXPECT_EQ(refusal(signal_json({{"channel_mix", R"({"author":0.1})"}})), "forbidden field: author");
  EXPECT_THAT(refusal(signal_json({{"channel_mix", R"({"blogs":0.1})"}})), HasSubstr("unknown channel"));
}

TEST(Border, EveryRequiredFieldIsRequired) {
  for (const char* name : {"signal_id", "msg_type", "provider", "issued_at", "topic_id", "topic_title", "category", "level", "trend",
                           "volume_24h", "source_count_band"}) {
    EXPECT_EQ(refusal(signal_json({}, {name})), std::string(name) + ": missing");
  }
}

struct Bad {
  const char* field;
  const char* value;
  const char* reason;
};

TEST(Border, RefusesWhatIsOutOfShape) {
  const std::string long_id = "\"" + std::string(129, 'a') + "\"";
  const Bad table[] = {
      {"signal_id", "\"\"", "signal_id: empty"},
      {"signal_id", "5", "signal_id: must be a string"},
      {"signal_id", "\"a b\"", "printable ASCII"},
      {"signal_id", "\"编号\"", "printable ASCII"},
      {"signal_id", long_id.c_str(), "signal_id: too long"},
      {"topic_id", "\"a\\u0001\"", "topic_id: has control characters"},
      {"topic_id", "\"t-13800138000\"", "topic_id: looks as if it identified a person"},
      {"topic_id", "\"2021123456\"", "topic_id: looks as if it identified a person"},
      {"signal_id", "\"a@example.org\"", "signal_id: looks as if it identified a person"},
      {"supersedes", "\"138-0013-8000\"", "supersedes: looks as if it identified a person"},
      {"msg_type", "\"ALERT\"", "msg_type: must be alert, update or cancel"},
      {"trend", "\"sideways\"", "trend: must be up, flat or down"},
      {"issued_at", "\"2027-03-09 02:14\"", "issued_at: must be an RFC 3339 time"},
      {"issued_at", "\"2027-03-09T02:14:00\"", "issued_at: must be an RFC 3339 time"},
      {"issued_at", "\"1027-03-09T02:14:00Z\"", "issued_at: must be an RFC 3339 time"},
      {"expires_at", "\"2027-03-08T02:14:00+08:00\"", "expires_at: not after issued_at"},
      {"volume_24h", "-1", "volume_24h: must be a whole number"},
      {"volume_24h", "1.5", "volume_24h: must be a whole number"},
      {"volume_24h", "\"12\"", "volume_24h: must be a whole number"},
      {"channel_mix", "[]", "channel_mix: must be an object"},
      {"channel_mix", "{\"news\":1.5}", "each share must be a number from 0 to 1"},
      {"channel_mix", "{\"news\":\"0.5\"}", "each share must be a number from 0 to 1"},
      {"source_count_band", "\"2-9\"", "source_count_band: below the least this provider may report (10-49)"},
      {"source_count_band", "\"1\"", "source_count_band: below the least"},
      {"provider", "\"provider_other\"", "provider: not the one this token may speak for"},
      {"category", "\"张三13800138000\"", "category: looks as if it identified a person"},
      {"unit_hint", "\"a@b.com\"", "unit_hint: looks as if it identified a person"},
      {"dossier_url", "\"http://dossier.provider.invalid/1\"", "dossier_url: must be https"},
      {"dossier_url", "\"https://elsewhere.invalid/1\"", "dossier_url: must be https on a host allowed"},
      {"dossier_url", "\"https://dossier.provider.invalid@elsewhere.invalid/\"", "dossier_url: must be https on a host allowed"},
      {"dossier_url", "\"https://u:p@dossier.provider.invalid/\"", "dossier_url: must be https on a host allowed"},
      {"dossier_url", "\"https://dossier.provider.invalid:8443/\"", "dossier_url: must be https on a host allowed"},
      {"dossier_url", "\"https://dossier.provider.invalid.evil.invalid/\"", "dossier_url: must be https on a host allowed"},
  };
  for (const auto& bad : table)
    EXPECT_THAT(refusal(signal_json({{bad.field, bad.value}})), HasSubstr(bad.reason)) << bad.field << " " << bad.value;
}

TEST(Border, TitleIsCountedInCharacters) {
  std::string forty, one_more;
  for (int i = 0; i < 40; ++i) forty += "水";
  one_more = forty + "水";
  EXPECT_EQ(refusal(signal_json({{"topic_title", "\"" + forty + "\""}})), "accepted");
  EXPECT_EQ(refusal(signal_json({{"topic_title", "\"" + one_more + "\""}})), "topic_title: longer than 40 characters");
}

TEST(Border, AnIdentifyingTitleIsHeldNotRefused) {
  const auto held = one(signal_json({{"topic_title", "\"联系１３８００１３８０００反映停水\""}}));
  ASSERT_TRUE(held);
  EXPECT_TRUE(held->title_quarantined());
}

TEST(Border, AnUnknownCategoryTakesTheDefaultRoute) { EXPECT_EQ(refusal(signal_json({{"category", "\"nobody-knows\""}})), "accepted"); }

TEST(Border, WithoutAProviderOfItsOwnATokenMaySpeakForAnyKnownOne) {
  EXPECT_TRUE(one(signal_json({{"provider", "\"provider_other\""}}), ""));
  const auto stranger = one(signal_json({{"provider", "\"stranger\""}}), "");
  ASSERT_FALSE(stranger);
  EXPECT_EQ(stranger.error().message, "provider: not in the list of providers");
}

TEST(Border, TakesTheThreeFormsOfABody) {
  const std::string a = signal_json(), b = signal_json({{"signal_id", "\"s-2\""}});
  EXPECT_EQ(parse_signals(a, bundle(), "provider_demo")->size(), 1U);
  EXPECT_EQ(parse_signals("[" + a + "," + b + "]", bundle(), "provider_demo")->size(), 2U);
  const auto wrapped = parse_signals("{\"signals\":[" + a + ",7," + b + "]}", bundle(), "provider_demo");
  ASSERT_EQ(wrapped->size(), 3U);
  EXPECT_TRUE(wrapped->at(0).signal);
  EXPECT_EQ(wrapped->at(1).signal.error().message, "not a JSON object");
  EXPECT_EQ(wrapped->at(2).signal_id, "s-2");
}

TEST(Border, RefusesABodyThatIsNoBatch) {
  std::string many = "[" + signal_json();
  for (int i = 0; i < 1000; ++i) many += ",1";
  for (const std::string& body :
       {std::string("{"), std::string("7"), std::string("[]"), std::string("{\"signals\":{}}"),
        "{\"signals\":[" + signal_json() + "],\"author\":1}", many + "]", std::string("[[[[[[[[[[1]]]]]]]]]]"), std::string("\"\xff\"")}) {
    EXPECT_FALSE(parse_signals(body, bundle(), "provider_demo")) << body.substr(0, 40);
  }
}

TEST(Border, LinesStandAlone) {
  const auto parsed =
      parse_signal_lines(signal_json() + "\r\n\n{broken\n" + signal_json({{"signal_id", "\"s-2\""}}), bundle(), "provider_demo");
  ASSERT_TRUE(parsed);
  ASSERT_EQ(parsed->size(), 3U);
  EXPECT_TRUE(parsed->at(0).signal);
  EXPECT_THAT(parsed->at(1).signal.error().message, HasSubstr("not readable as JSON"));
  EXPECT_TRUE(parsed->at(2).signal);
}

TEST(Border, OnlyTheMostSevereLevelIsServedWithPeople) {
  EXPECT_EQ(submit_item(*one(signal_json()), bundle()).item_class(), wire::HUMAN);
  EXPECT_EQ(submit_item(*one(signal_json({{"level", "\"orange\""}})), bundle()).item_class(), wire::WARNING);
}

TEST(Border, AnItemIsKeyedByItsSignalAndDigestedByItsContent) {
  const auto item = submit_item(*one(signal_json()), bundle());
  EXPECT_EQ(item.key(), "s-1");
  EXPECT_EQ(item.matter_key(), "topic/provider_demo/t-canteen");
  EXPECT_FALSE(item.unique_forever());
  wire::InboxBody bare;
  *bare.mutable_signal() = *one(signal_json());
  EXPECT_EQ(item.digest(), digest_of(bare));
  EXPECT_NE(item.digest(), submit_item(*one(signal_json({{"trend", "\"down\""}})), bundle()).digest());
}

RC_GTEST_PROP(Border, NoBytesMakeItThrow, (const std::string& bytes)) {
  const auto parsed = parse_signals(bytes, bundle(), "provider_demo");
  const auto lines = parse_signal_lines(bytes, bundle(), "provider_demo");
  RC_ASSERT(!parsed || !parsed->empty());
  RC_ASSERT(!lines || !lines->empty());
}

}  // namespace
}  // namespace fenghuo
