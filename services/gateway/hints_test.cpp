#include "services/gateway/hints.hpp"

#include <boost/asio/steady_timer.hpp>

#include "common/bus/test_folder.hpp"

namespace fenghuo::gateway {
namespace {

TEST(HintsTest, TellsTheNewestAndPassesOverWhatIsNoHint) {
  bus::Context context;
  const TestFolder folder;
  const std::string endpoint = folder.ipc("hints");
  auto publisher = bus::Publisher::bind(context, endpoint);
  ASSERT_TRUE(publisher) << publisher.error().message;
  auto subscriber = bus::Subscriber::connect(context, endpoint);
  ASSERT_TRUE(subscriber) << subscriber.error().message;
  boost::asio::io_context io{1};
  std::uint64_t newest = 0;
  Hints hints(io, std::move(*subscriber), [&](std::uint64_t seq) { newest = std::max(newest, seq); });
  wire::Changed changed;
  changed.set_seq(7);
  // A subscription takes a moment, and what is said before it is lost: said again until it is heard.
  for (int i = 0; i < 3000 && newest == 0; ++i) {
    publisher->send(wire::PONG, "no hint");
    publisher->send(wire::CHANGED, changed.SerializeAsString());
    io.restart();
    io.run_for(std::chrono::milliseconds{10});
    hints.drain();
  }
  EXPECT_EQ(newest, 7U);
  changed.set_seq(9);
  publisher->send(wire::CHANGED, changed.SerializeAsString());
  for (int i = 0; i < 3000 && newest != 9; ++i) {
    io.restart();
    io.run_for(std::chrono::milliseconds{10});
  }
  EXPECT_EQ(newest, 9U) << "by the descriptor alone";
}

}  // namespace
}  // namespace fenghuo::gateway
