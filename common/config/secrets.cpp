// The secret behind a reference. Error texts name the reference, never what is behind it.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "common/base/bytes.hpp"
#include "common/config/forms.hpp"
#include "common/config/settings.hpp"

namespace fenghuo {
namespace {

constexpr std::size_t longest_secret = 64U << 10U;

struct Descriptor {
  int fd;
  explicit Descriptor(int f) : fd(f) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

std::string reason(int error) { return std::generic_category().message(error); }

Result<std::string> read_secret_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.fd < 0)
    return fail("secret file " + path + " can't be opened: " + reason(errno) + "; `fenghuo up` makes missing ones under the data folder");
  struct stat about {};
  if (::fstat(file.fd, &about) != 0 || !S_ISREG(about.st_mode)) return fail("secret file " + path + " is no plain file");
  // Its owner, and a group that may read it (a service account): nobody else.
  if ((about.st_mode & (S_IRWXO | S_IWGRP)) != 0)
    return fail("secret file " + path + " is open to others; chmod 600 it and make a new secret");
  std::string text(longest_secret + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t n = ::read(file.fd, text.data() + size, text.size() - size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return fail("secret file " + path + " can't be read: " + reason(errno));
    if (n == 0) break;
    size += static_cast<std::size_t>(n);
  }
  if (size > longest_secret) return fail("secret file " + path + " is longer than 64 KiB; it should hold one secret");
  text.resize(size);
  return text;
}

}  // namespace

Result<std::string> resolve_secret(const std::string& reference, const std::string& data_dir) {
  if (!config::valid_secret_reference(reference))
    return fail("a secret is given by reference, env:NAME or file:PATH (without ..); what was given is not shown");
  if (reference.starts_with("env:")) {
    const char* text = std::getenv(reference.c_str() + 4);
    if (text == nullptr || *text == '\0')
      return fail("environment variable " + reference.substr(4) + " is not set; the secret " + reference + " needs it");
    return std::string(text);
  }
  std::string path = reference.substr(5);
  if (!path.starts_with('/')) path = data_dir + "/" + path;
  auto text = read_secret_file(path);
  if (!text) return text;
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  if (text->empty()) return fail("secret file " + path + " is empty; remove it and `fenghuo up` makes a new secret");
  return text;
}

}  // namespace fenghuo
