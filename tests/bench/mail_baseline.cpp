// The library's own limit, to hold our mailer against: bare libcurl handles that send one prepared mail as fast as they can.
//
//   mail_baseline URL COUNT SESSIONS BYTES        prints mails per second
//
// Each session is a thread with its own easy handle and kept connection, one recipient a mail, as the mailer's; nothing is composed, leased
// or recorded. Exits 1 when a mail fails.
#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Body {
  const std::string* text;
  std::size_t sent = 0;
};

std::size_t give(char* to, std::size_t size, std::size_t count, void* data) {
  auto& body = *static_cast<Body*>(data);
  const std::size_t n = std::min(size * count, body.text->size() - body.sent);
  std::memcpy(to, body.text->data() + body.sent, n);
  body.sent += n;
  return n;
}

std::string mail_of(std::size_t bytes) {
  std::string mail = "From: <from@example.edu.cn>\r\nTo: <to@example.edu.cn>\r\nSubject: baseline\r\n\r\n";
  while (mail.size() < bytes) mail += "eA==" + std::string(70, 'x') + "\r\n";
  return mail;
}

void session(const char* url, const std::string& mail, std::atomic<long>& left, std::atomic<long>& failed) {
  CURL* easy = curl_easy_init();
  curl_slist* to = curl_slist_append(nullptr, "<to@example.edu.cn>");
  Body body{&mail};
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_MAIL_FROM, "<from@example.edu.cn>");
  curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, to);
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy, CURLOPT_INFILESIZE, static_cast<long>(mail.size()));
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(easy, CURLOPT_READDATA, &body);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  while (left.fetch_sub(1) > 0) {
    body.sent = 0;
    if (curl_easy_perform(easy) != CURLE_OK) ++failed;
  }
  curl_easy_cleanup(easy);
  curl_slist_free_all(to);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: mail_baseline URL COUNT SESSIONS BYTES\n");
    return 2;
  }
  const long count = std::atol(argv[2]);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string mail = mail_of(static_cast<std::size_t>(std::atol(argv[4])));
  std::atomic<long> left{count}, failed{0};
  std::vector<std::thread> threads;
  const auto begin = std::chrono::steady_clock::now();
  for (long i = std::atol(argv[3]); i > 0; --i) threads.emplace_back([&] { session(argv[1], mail, left, failed); });
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%.0f\n", static_cast<double>(count) / took.count());
  return failed == 0 ? 0 : 1;
}
