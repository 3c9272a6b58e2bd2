#include "services/fenghuo/notify.hpp"

#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "services/fenghuo/scratch_folder.hpp"

namespace fenghuo::supervise {

TEST(NotifySystemd, SendsOneDatagram) {
  const ScratchFolder folder;
  const std::string path = folder / "notify";
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  ASSERT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::setenv("NOTIFY_SOCKET", path.c_str(), 1), 0);
  EXPECT_TRUE(notify_systemd("READY=1"));
  std::array<char, 64> bytes{};
  const ssize_t got = ::recv(fd, bytes.data(), bytes.size(), MSG_DONTWAIT);
  ASSERT_EQ(::unsetenv("NOTIFY_SOCKET"), 0);
  ::close(fd);
  ASSERT_GT(got, 0);
  EXPECT_EQ(std::string(bytes.data(), static_cast<std::size_t>(got)), "READY=1");
}

TEST(NotifySystemd, IsHarmlessWhenNobodyListens) {
  ASSERT_EQ(::unsetenv("NOTIFY_SOCKET"), 0);
  EXPECT_FALSE(notify_systemd("READY=1"));
  ASSERT_EQ(::setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1), 0);
  EXPECT_FALSE(notify_systemd("READY=1"));
  ASSERT_EQ(::unsetenv("NOTIFY_SOCKET"), 0);
}

}  // namespace fenghuo::supervise
