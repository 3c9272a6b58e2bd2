#include "common/http/curl_multi.hpp"

#include "common/http/test_server.hpp"

namespace fenghuo {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::shared_ptr<const std::vector<Cidr>> networks(std::initializer_list<const char*> texts) {
  auto out = std::make_shared<std::vector<Cidr>>();
  for (const char* text : texts) out->push_back(parse_cidr(text).value());
  return out;
}

// A client and its server. Time-outs are generous where an answer is expected, and short where none comes.
class CurlMultiTest : public testing::Test {
 protected:
  HttpRequest request(const std::string& host = "127.0.0.1") {
    HttpRequest out;
    out.id = ++last_id_;
    out.url = "http://" + host + ":" + std::to_string(server_.port()) + "/hooks/a";
    out.headers = {{"content-type", "application/json"}, {"webhook-id", "msg_1"}};
    out.body = R"({"a":1})";
    out.allow = loopback_;
    return out;
  }
  HttpReply post(HttpRequest one) {
    multi_.submit(std::move(one));
    return finish(1).front();
  }
  std::vector<HttpReply> finish(std::size_t count) {
    while (replies_.size() < count) {
      multi_.run();
      if (replies_.size() < count) multi_.wait({}, 1s);
    }
    return std::exchange(replies_, {});
  }

  std::shared_ptr<const std::vector<Cidr>> loopback_ = networks({"127.0.0.1/32"});
  std::uint64_t last_id_ = 0;
  std::vector<HttpReply> replies_;
  PlainServer server_;
  CurlMulti multi_{[this](HttpReply&& reply) { replies_.push_back(std::move(reply)); }, 8};
};

TEST_F(CurlMultiTest, PostsAndReportsTheReply) {
  server_.script({PlainServer::reply(500, "broken"), PlainServer::reply(200, "fine")});
  const auto first = post(request());
  EXPECT_EQ(first.id, 1U);
  EXPECT_EQ(first.status, 500);
  EXPECT_EQ(first.trouble, HttpTrouble::none);
  EXPECT_EQ(first.body, "broken");
  EXPECT_TRUE(first.sent_in_full);
  EXPECT_EQ(post(request()).status, 200);
  const auto seen = server_.requests();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_THAT(seen[0], testing::StartsWith("POST /hooks/a HTTP/1.1\r\n"));
  EXPECT_THAT(seen[0], HasSubstr("User-Agent: fenghuo/0.1\r\n"));
  EXPECT_THAT(seen[0], HasSubstr("webhook-id: msg_1\r\n"));
  EXPECT_THAT(seen[0], HasSubstr("content-type: application/json\r\n"));
  EXPECT_THAT(seen[0], testing::EndsWith("\r\n\r\n{\"a\":1}"));
  EXPECT_THAT(seen[0], testing::Not(HasSubstr("Accept-Encoding")));
  EXPECT_EQ(server_.connections(), 1U) << "kept open";
}

TEST_F(CurlMultiTest, PostsManyAtOnce) {
  for (int i = 0; i < 200; ++i) multi_.submit(request());
  EXPECT_EQ(multi_.in_flight(), 200U);
  const auto replies = finish(200);
  std::set<std::uint64_t> ids;
  for (const auto& one : replies) {
    EXPECT_EQ(one.status, 200);
    ids.insert(one.id);
  }
  EXPECT_EQ(ids.size(), 200U);
  EXPECT_EQ(multi_.in_flight(), 0U);
}

TEST_F(CurlMultiTest, KeepsRetryAfter) {
  server_.script({"HTTP/1.1 429 Slow\r\nReTRY-afteR:  Wed, 21 Oct 2026 07:28:00 GMT \r\nContent-Length: 0\r\n\r\n",
                  "HTTP/1.1 503 Slow\r\nRetry-After: " + std::string(1000, '9') + "\r\nContent-Length: 0\r\n\r\n"});
  EXPECT_EQ(post(request()).retry_after, "Wed, 21 Oct 2026 07:28:00 GMT");
  EXPECT_EQ(post(request()).retry_after, std::string(64, '9'));
}

TEST_F(CurlMultiTest, FollowsNoRedirect) {
  PlainServer trap;
  for (const int status : {301, 302, 307, 308}) {
    server_.script({"HTTP/1.1 " + std::to_string(status) + " Over there\r\nLocation: http://127.0.0.1:" + std::to_string(trap.port()) +
                    "/\r\nContent-Length: 0\r\n\r\n"});
    EXPECT_EQ(post(request()).status, status);
  }
  EXPECT_EQ(trap.connections(), 0U);
}

TEST_F(CurlMultiTest, TakesTheFinalStatusAfterAnInterimOne) {
  server_.script({"HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"});
  EXPECT_EQ(post(request()).status, 202);
}

TEST_F(CurlMultiTest, AnInterimStatusAloneIsNoAnswer) {
  server_.script({PlainServer::Script{"HTTP/1.1 103 Early Hints\r\n\r\n", PlainServer::Then::reset}});
  const auto reply = post(request());
  EXPECT_EQ(reply.status, 0);
  EXPECT_EQ(reply.trouble, HttpTrouble::broken);
  EXPECT_TRUE(reply.sent_in_full);
}

TEST_F(CurlMultiTest, AResetAfterTheStatusLineIsStillAnAnswer) {
  server_.script({PlainServer::Script{"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegun", PlainServer::Then::reset}});
  const auto reply = post(request());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.trouble, HttpTrouble::none);
}

TEST_F(CurlMultiTest, AnEndlessBodyIsCut) {
  server_.script({PlainServer::Script{"HTTP/1.1 200 OK\r\n\r\n", PlainServer::Then::stream}});
  const auto reply = post(request());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.trouble, HttpTrouble::none);
  EXPECT_LE(reply.body.size(), 4096U);
  EXPECT_LT(server_.streamed(), 64U << 20U) << "the rest was not read";
}

TEST_F(CurlMultiTest, EndlessHeadersAreCut) {
  server_.script({PlainServer::Script{"HTTP/1.1 200 OK\r\n", PlainServer::Then::stream_headers},
                  PlainServer::Script{"HTTP/1.1 100 Continue\r\n", PlainServer::Then::stream_headers}});
  EXPECT_EQ(post(request()).status, 200);
  const auto second = post(request());
  EXPECT_EQ(second.status, 0);
  EXPECT_EQ(second.trouble, HttpTrouble::broken);
}

TEST_F(CurlMultiTest, APackedBodyIsNotUnpacked) {
  server_.script({PlainServer::Script{
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n\x1f\x8b\x08xyz\r\n0\r\n\r\n",
      PlainServer::Then::keep}});
  const auto reply = post(request());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "\x1f\x8b\x08xyz");
}

TEST_F(CurlMultiTest, OneByteAtATimeEndsAtTheDeadline) {
  server_.script({PlainServer::Script{"HTTP/1.1 500 Slow\r\nContent-Length: 1000000\r\n\r\n", PlainServer::Then::drip}});
  HttpRequest slow = request();
  slow.timeout = 200ms;
  const auto reply = post(slow);
  EXPECT_EQ(reply.status, 500);
  EXPECT_GE(reply.took, 190ms);
}

TEST_F(CurlMultiTest, SilenceAfterTheRequestIsBrokenAndSentInFull) {
  server_.script({PlainServer::Script{"", PlainServer::Then::hang}});
  HttpRequest slow = request();
  slow.timeout = 200ms;
  const auto reply = post(slow);
  EXPECT_EQ(reply.trouble, HttpTrouble::broken);
  EXPECT_EQ(reply.status, 0);
  EXPECT_TRUE(reply.sent_in_full);
  EXPECT_EQ(reply.reason, "no answer within 200 ms");
}

TEST_F(CurlMultiTest, ARequestThatCouldNotLeaveIsNotSentInFull) {
  server_.never_read();
  HttpRequest large = request();
  large.body = std::string(64U << 20U, 'x');  // more than both ends' buffers hold
  large.timeout = 500ms;
  const auto reply = post(large);
  EXPECT_EQ(reply.trouble, HttpTrouble::broken);
  EXPECT_FALSE(reply.sent_in_full);
}

TEST_F(CurlMultiTest, NobodyListeningIsUnreachable) {
  EXPECT_EQ(post(request()).status, 200);
  HttpRequest lost = request();
  {
    PlainServer gone;
    lost.url = "http://127.0.0.1:" + std::to_string(gone.port()) + "/";
  }
  const auto reply = post(lost);
  EXPECT_EQ(reply.trouble, HttpTrouble::unreachable);
  EXPECT_FALSE(reply.sent_in_full);
  EXPECT_EQ(reply.status, 0) << "nothing is left of an earlier reply on the same handle";
}

TEST_F(CurlMultiTest, ANameNobodyKnowsIsUnreachable) {
  HttpRequest lost = request();
  lost.url = "http://no-such-host.invalid/";
  EXPECT_EQ(post(lost).trouble, HttpTrouble::unreachable);
}

TEST_F(CurlMultiTest, OnlyHttpIsSpoken) {
  for (const char* url :
       {"ftp://127.0.0.1/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://", "http://user:secret@127.0.0.1/", "nonsense://x"}) {
    HttpRequest bad = request();
    bad.url = url;
    const auto reply = post(bad);
    EXPECT_EQ(reply.trouble, HttpTrouble::bad_url) << url << ": " << reply.reason;
    EXPECT_THAT(reply.reason, testing::Not(HasSubstr("secret")));
  }
}

TEST_F(CurlMultiTest, TheGuardJudgesTheAddressReallyDialled) {
  const std::string port = std::to_string(server_.port());
  for (const char* host :
       {"127.0.0.1", "localhost", "0x7f.1", "2130706433", "0177.0.0.1", "127.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::]"}) {
    HttpRequest forbidden = request(host);
    forbidden.allow = nullptr;
    const auto reply = post(forbidden);
    EXPECT_EQ(reply.trouble, HttpTrouble::refused) << host << ": " << reply.reason;
  }
  HttpRequest rebound = request("rebind.test");
  rebound.resolve = "rebind.test:" + port + ":127.0.0.1";
  rebound.allow = nullptr;
  const auto reply = post(rebound);
  EXPECT_EQ(reply.trouble, HttpTrouble::refused);
  EXPECT_EQ(reply.reason, "127.0.0.1 (loopback)");
  EXPECT_EQ(server_.connections(), 0U);
}

TEST_F(CurlMultiTest, OfSeveralAddressesOnlyTheAllowedAreDialled) {
  HttpRequest mixed = request("mixed.test");
  mixed.resolve = "mixed.test:" + std::to_string(server_.port()) + ":127.0.0.2,127.0.0.1";
  EXPECT_EQ(post(mixed).status, 200);
  EXPECT_EQ(server_.dialled(), std::vector<std::string>{"127.0.0.1"});
}

TEST_F(CurlMultiTest, AConnectionIsNotSharedWithADestinationThatMustNotGoThere) {
  EXPECT_EQ(post(request()).status, 200);
  HttpRequest forbidden = request();
  forbidden.allow = nullptr;
  EXPECT_EQ(post(forbidden).trouble, HttpTrouble::refused);
  EXPECT_EQ(server_.requests().size(), 1U);
  EXPECT_EQ(post(request()).status, 200);
}

TEST_F(CurlMultiTest, ADestinationWithAnotherNetworkDialsItsOwnAddress) {
  const std::string both = "both.test:" + std::to_string(server_.port()) + ":127.0.0.1,127.0.0.2";
  HttpRequest first = request("both.test");
  first.resolve = both;
  EXPECT_EQ(post(first).status, 200);
  HttpRequest second = request("both.test");
  second.resolve = both;
  second.allow = networks({"127.0.0.2/32"});
  EXPECT_EQ(post(second).status, 200);
  EXPECT_EQ(server_.dialled(), (std::vector<std::string>{"127.0.0.1", "127.0.0.2"}));
}

TEST_F(CurlMultiTest, CurlDoesNotSendAgainBehindOurBack) {
  // A kept connection that dies with the request on it: curl would send the request anew without a word.
  server_.script({PlainServer::reply(200, ""), PlainServer::Script{"", PlainServer::Then::close}});
  EXPECT_EQ(post(request()).status, 200);
  const auto reply = post(request());
  EXPECT_EQ(reply.trouble, HttpTrouble::broken);
  EXPECT_TRUE(reply.sent_in_full);
  EXPECT_EQ(server_.requests().size(), 2U);
}

TEST_F(CurlMultiTest, AProxyOfTheEnvironmentIsNotUsed) {
  setenv("http_proxy", "http://127.0.0.1:1/", 1);
  EXPECT_EQ(post(request()).status, 200);
  unsetenv("http_proxy");
}

TEST_F(CurlMultiTest, CancelEndsWhatIsUnderWay) {
  server_.script({PlainServer::Script{"", PlainServer::Then::hang}});
  multi_.submit(request());
  while (server_.requests().empty()) {
    multi_.run();
    multi_.wait({}, 10ms);
  }
  multi_.cancel_all();
  ASSERT_EQ(replies_.size(), 1U);
  EXPECT_EQ(replies_[0].trouble, HttpTrouble::cancelled);
  EXPECT_TRUE(replies_[0].sent_in_full);
  EXPECT_EQ(multi_.in_flight(), 0U);
}

TEST_F(CurlMultiTest, WaitEndsWhenAnExtraDescriptorIsReadable) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  ASSERT_EQ(write(pipe_ends[1], "x", 1), 1);
  const auto before = steady_now();
  multi_.wait(std::array{pipe_ends[0]}, 60s);
  EXPECT_LT(steady_now() - before, 50s);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
}

}  // namespace
}  // namespace fenghuo
