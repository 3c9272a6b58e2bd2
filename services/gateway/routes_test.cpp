#include "services/gateway/routes.hpp"

#include <boost/json.hpp>

#include "services/gateway/action_body.hpp"
#include "services/gateway/openapi.hpp"

namespace fenghuo::gateway {
namespace {

Request request(Verb verb, std::string_view target) {
  Request made;
  made.verb = verb;
  EXPECT_TRUE(read_target(target, made)) << target;
  return made;
}

const Route* routed(Verb verb, std::string_view target) {
  Request made = request(verb, target);
  const auto found = find_route(made);
  const auto* route = std::get_if<const Route*>(&found);
  return route == nullptr ? nullptr : *route;
}

TEST(Routes, FindByVerbAndPath) {
  EXPECT_EQ(routed(Verb::post, "/api/v1/signals")->endpoint, Endpoint::signals);
  EXPECT_EQ(routed(Verb::get, "/")->endpoint, Endpoint::index);
  EXPECT_EQ(routed(Verb::get, "/?x=1")->endpoint, Endpoint::index);
  EXPECT_EQ(routed(Verb::post, "/api/v1/matters/0123456789ABC/ack")->endpoint, Endpoint::act);
  EXPECT_EQ(routed(Verb::post, "/api/v1/matters/0123456789ABC/schedule")->endpoint, Endpoint::act);
  EXPECT_EQ(routed(Verb::post, "/api/v1/matters")->endpoint, Endpoint::open_matter);
  EXPECT_EQ(routed(Verb::get, "/api/v1/matters")->endpoint, Endpoint::matters);
  EXPECT_EQ(routed(Verb::post, "/a/token")->endpoint, Endpoint::link_post);
  EXPECT_EQ(routed(Verb::head, "/healthz")->endpoint, Endpoint::healthz);
}

TEST(Routes, ALinkIsOnlyShownByGetAndHead) {
  EXPECT_EQ(routed(Verb::get, "/a/token")->endpoint, Endpoint::link_show);
  EXPECT_EQ(routed(Verb::head, "/a/token")->endpoint, Endpoint::link_show);
}

TEST(Routes, ParametersAreDecoded) {
  Request made = request(Verb::get, "/api/v1/matters/%E8%88%86%E3%80%942027%E3%80%953%E5%8F%B7?q=a%20b+c&level=red");
  ASSERT_TRUE(std::holds_alternative<const Route*>(find_route(made)));
  EXPECT_EQ(made.params, std::vector<std::string>{"舆〔2027〕3号"});
  EXPECT_EQ(made.query_value("q"), "a b c");
  EXPECT_EQ(made.query_value("level"), "red");
  EXPECT_EQ(made.query_value("nothing"), "");
}

TEST(Routes, AnEncodedSlashStaysInItsSegment) {
  Request made = request(Verb::get, "/a/x%2Fy");
  ASSERT_TRUE(std::holds_alternative<const Route*>(find_route(made)));
  EXPECT_EQ(made.params[0], "x/y");
}

TEST(Routes, AFeedIsNamedByItsTokenAlone) {
  Request made = request(Verb::get, "/feed/abc_-1.ics");
  ASSERT_TRUE(std::holds_alternative<const Route*>(find_route(made)));
  EXPECT_EQ(made.params, std::vector<std::string>{"abc_-1"});
  EXPECT_EQ(routed(Verb::head, "/feed/x.ics")->endpoint, Endpoint::feed);
  for (const char* other : {"/feed/.ics", "/feed/x", "/feed/x.ics/y", "/feed/x.icsy"})
    EXPECT_EQ(routed(Verb::get, other), nullptr) << other;
}

TEST(Routes, ASheetIsOnlyRead) {
  EXPECT_EQ(routed(Verb::get, "/api/v1/matters/0123456789ABC/sheet.pdf")->endpoint, Endpoint::sheet);
  EXPECT_EQ(routed(Verb::post, "/api/v1/matters/0123456789ABC/sheet.pdf")->endpoint, Endpoint::act) << "no act has that name";
}

TEST(Routes, TellAnUnknownPathFromAWrongMethod) {
  Request unknown = request(Verb::get, "/api/v1/people");
  EXPECT_EQ(std::get<NoRoute>(find_route(unknown)), NoRoute::not_found);
  Request deeper = request(Verb::get, "/a/token/more");
  EXPECT_EQ(std::get<NoRoute>(find_route(deeper)), NoRoute::not_found);
  Request wrong = request(Verb::get, "/api/v1/signals");
  EXPECT_EQ(std::get<NoRoute>(find_route(wrong)), NoRoute::wrong_method);
  Request other = request(Verb::other, "/a/token");
  EXPECT_EQ(std::get<NoRoute>(find_route(other)), NoRoute::wrong_method);
}

TEST(Routes, RefuseTargetsThatAreNone) {
  Request made;
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "/a";
  for (const std::string& target :
       {std::string("*"), std::string(""), std::string("http://elsewhere.invalid/"), std::string("/%ff"), std::string("/?q=%ff"), deep}) {
    Request fresh;
    EXPECT_FALSE(read_target(target, fresh)) << target;
  }
}

TEST(Routes, FormsAreDecodedAndBounded) {
  const auto pairs = decode_form("until=30&note=a%26b+c&empty&=x&broken=%zz%4");
  ASSERT_EQ(pairs.size(), 5U);
  EXPECT_EQ(pairs[1].second, "a&b c");
  EXPECT_EQ(pairs[2].second, "");
  EXPECT_EQ(pairs[4].second, "%zz%4");
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "a=1&";
  EXPECT_EQ(decode_form(many).size(), 64U);
}

// ---- openapi.json says what the table says

std::set<std::string> of_table() {
  std::set<std::string> out;
  for (const auto& route : routes()) {
    const char* verb = route.verb == Verb::post ? "post " : route.verb == Verb::head ? "head " : "get ";
    out.insert(verb + std::string(route.pattern));
  }
  return out;
}

std::set<std::string> of_document(const boost::json::object& document) {
  std::set<std::string> out;
  for (const auto& path : document.at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      if (operation.key() != "parameters") out.insert(std::string(operation.key()) + " " + std::string(path.key()));
    }
  }
  return out;
}

TEST(OpenApi, HasEveryRouteAndNoOther) {
  const auto document = boost::json::parse({openapi_document().data(), openapi_document().size()}).as_object();
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  EXPECT_EQ(of_document(document), of_table());
}

TEST(OpenApi, NamesTheRightOfEveryRoute) {
  const auto document = boost::json::parse({openapi_document().data(), openapi_document().size()}).as_object();
  for (const auto& route : routes()) {
    const char* verb = route.verb == Verb::post ? "post" : route.verb == Verb::head ? "head" : "get";
    const auto& operation = document.at("paths").at(route.pattern).at(verb).as_object();
    const auto& security = operation.at("security").as_array();
    if (route.right == Right::none) continue;
    ASSERT_EQ(security.size(), 1U) << route.pattern;
    const std::string_view right = right_name(route.right);
    EXPECT_EQ(security[0].at("bearer").at(0).as_string(), boost::json::string_view(right.data(), right.size())) << route.pattern;
  }
}

TEST(OpenApi, NamesEveryActAndEveryFieldOfOne) {
  const auto document = boost::json::parse({openapi_document().data(), openapi_document().size()}).as_object();
  std::set<std::string> named, known;
  const auto& parameters = document.at("paths").at("/api/v1/matters/{id}/{act}").at("post").at("parameters").as_array();
  for (const auto& act : parameters.at(1).at("schema").at("enum").as_array()) named.emplace(act.as_string());
  for (const auto act : act_names()) known.emplace(act);
  EXPECT_EQ(named, known);
  for (const auto& field : document.at("components").at("schemas").at("Action").at("properties").as_object()) {
    const std::string body = "{\"" + std::string(field.key()) + "\":null}";
    const auto read = read_action(wire::ACK, body, {}, ApiToken{"desk", "", {"act"}, "", ""});
    EXPECT_THAT(read ? "" : read.error().message, testing::Not(testing::HasSubstr("unknown field"))) << field.key();
  }
}

TEST(OpenApi, EveryReferenceLeadsSomewhere) {
  const auto document = boost::json::parse({openapi_document().data(), openapi_document().size()});
  const std::string text(openapi_document());
  std::size_t references = 0;
  for (auto at = text.find("\"#/"); at != std::string::npos; at = text.find("\"#/", at + 1)) {
    const std::string pointer = text.substr(at + 2, text.find('"', at + 1) - at - 2);
    boost::system::error_code ec;
    EXPECT_NE(document.find_pointer(pointer, ec), nullptr) << pointer;
    ++references;
  }
  EXPECT_GT(references, 20U);
}

}  // namespace
}  // namespace fenghuo::gateway
