#include "services/gateway/listing.hpp"

#include <boost/json.hpp>

#include "common/signals/test_bundle.hpp"

namespace fenghuo::gateway {
namespace {

using testing::HasSubstr;

Request asking(std::string_view query, const char* party = "") {
  Request request;
  request.query = decode_form(query);
  request.token = std::make_shared<ApiToken>(ApiToken{"reader", "", {"read"}, party, ""});
  return request;
}

std::string filter_of(const wire::Query& query, std::string_view name) { return std::string(field(query.filter(), name)); }

TEST(Listing, FiltersBecomeAQuery) {
  const auto query = matters_query(asking("state=awaiting&level=red&unit=hqbz&q=a&cursor=17&limit=5"), test::border_bundle());
  ASSERT_TRUE(query);
  EXPECT_EQ(query->what(), "matters");
  EXPECT_EQ(filter_of(*query, "state"), "awaiting");
  EXPECT_EQ(filter_of(*query, "level"), "red");
  EXPECT_EQ(filter_of(*query, "unit"), "hqbz");
  EXPECT_EQ(filter_of(*query, "q"), "a");
  EXPECT_EQ(query->cursor(), 17U);
  EXPECT_EQ(query->limit(), 5U);
}

TEST(Listing, OpenIsAFilterOfItsOwn) {
  const auto query = matters_query(asking("state=open"), test::border_bundle());
  EXPECT_EQ(filter_of(*query, "open"), "1");
  EXPECT_EQ(filter_of(*query, "state"), "");
  EXPECT_EQ(query->limit(), 100U);
}

TEST(Listing, RefusesWhatCannotMatch) {
  for (const char* query : {"state=nonsense", "level=purple", "unit=a%20b", "cursor=x", "limit=0", "limit=-1"}) {
    EXPECT_FALSE(matters_query(asking(query), test::border_bundle())) << query;
  }
  EXPECT_EQ(matters_query(asking("limit=100000"), test::border_bundle())->limit(), 500U);
}

TEST(Listing, KindsAndLampsAreLookedForHere) {
  for (const char* query :
       {"kind=duty", "kind=warning", "kind=digest", "kind=report", "lamp=normal", "lamp=approaching", "lamp=imminent", "lamp=overdue"})
    EXPECT_TRUE(matters_query(asking(query), test::border_bundle())) << query;
  EXPECT_THAT(matters_query(asking("kind=person"), test::border_bundle()).error().message, HasSubstr("kind: must be warning, duty"));
  EXPECT_THAT(matters_query(asking("lamp=red"), test::border_bundle()).error().message, HasSubstr("lamp: must be normal, approaching"));
  const auto request = asking("kind=duty&lamp=overdue&limit=7");
  const auto wanted = wanted_of(request, *matters_query(request, test::border_bundle()));
  EXPECT_EQ(wanted.limit, 7U);
  const auto calendar = *Calendar::make({}, *Zone::find("Asia/Shanghai"));
  wire::MatterView view;
  view.mutable_row()->set_kind("duty");
  view.mutable_row()->set_open(true);
  view.mutable_body()->mutable_duty()->set_due_at(1000);
  view.mutable_body()->mutable_duty()->set_late("in_grace");
  EXPECT_FALSE(matches(wanted, view, calendar, instant(1000)));
  view.mutable_body()->mutable_duty()->set_late("overdue");
  EXPECT_TRUE(matches(wanted, view, calendar, instant(1000)));
  view.mutable_row()->set_kind("report");
  EXPECT_FALSE(matches(wanted, view, calendar, instant(1000)));
  EXPECT_TRUE(wanted_of(asking("state=open"), *matters_query(asking(""), test::border_bundle())).all());
}

TEST(Listing, AUnitsTokenIsBoundToItsUnit) {
  EXPECT_EQ(filter_of(*matters_query(asking("", "unit:hqbz"), test::border_bundle()), "unit"), "hqbz");
  const auto other = matters_query(asking("unit=jwc", "unit:hqbz"), test::border_bundle());
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().message, HasSubstr("您只能查看本单位事项"));
}

TEST(Listing, DeliveriesByStateAndMatter) {
  const auto query = deliveries_query(asking("state=dead&matter=0000000000007"));
  ASSERT_TRUE(query);
  EXPECT_EQ(filter_of(*query, "state"), "dead");
  EXPECT_EQ(filter_of(*query, "matter"), "7");
  EXPECT_FALSE(deliveries_query(asking("matter=x")));
  for (const char* state : {"queued", "started", "delivered", "dead", "withdrawn", "expired", "held"})
    EXPECT_TRUE(deliveries_query(asking("state=" + std::string(state)))) << state;
  EXPECT_THAT(deliveries_query(asking("state=deliverd")).error().message, HasSubstr("must be one of queued, started, delivered"));
}

TEST(Listing, TheLastPageHasNoNext) {
  EXPECT_TRUE(boost::json::parse(listing({}, 0).body).at("next").is_null());
  EXPECT_EQ(boost::json::parse(listing({}, 42).body).at("next"), "42");
}

}  // namespace
}  // namespace fenghuo::gateway
