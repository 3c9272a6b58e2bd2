// The library's own limit, to hold our sender against: a bare libcurl multi handle that POSTs 600 bytes as fast as it can.
//
//   hook_baseline URL COUNT CONNECTIONS        prints requests per second
//
// Each easy handle is one connection, reused; nothing is signed, leased or recorded. Exits 1 when a request fails.
#include <curl/curl.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace {

std::size_t drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }

struct Load {
  CURLM* multi = nullptr;
  long left = 0;  // not started yet
  long running = 0;
  long failed = 0;
};

CURL* make_handle(const char* url, const std::string& body, curl_slist* headers) {
  CURL* easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  return easy;
}

void start(Load& load, CURL* easy) {
  --load.left;
  ++load.running;
  curl_multi_add_handle(load.multi, easy);
}

// Takes what has finished; its handle goes straight on to the next request.
void collect(Load& load) {
  int queued = 0;
  while (CURLMsg* message = curl_multi_info_read(load.multi, &queued)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* easy = message->easy_handle;
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (message->data.result != CURLE_OK || status != 200) ++load.failed;
    curl_multi_remove_handle(load.multi, easy);
    --load.running;
    if (load.left > 0) start(load, easy);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: hook_baseline URL COUNT CONNECTIONS\n");
    return 2;
  }
  const long count = std::atol(argv[2]);
  const long connections = std::atol(argv[3]);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string body(600, 'x');
  curl_slist* headers = curl_slist_append(nullptr, "content-type: application/json");
  headers = curl_slist_append(headers, "expect:");
  Load load{.multi = curl_multi_init(), .left = count};
  std::vector<CURL*> handles;
  const auto begin = std::chrono::steady_clock::now();
  for (long i = 0; i < connections && load.left > 0; ++i) {
    handles.push_back(make_handle(argv[1], body, headers));
    start(load, handles.back());
  }
  while (load.running > 0) {
    int running = 0;
    curl_multi_perform(load.multi, &running);
    collect(load);
    if (load.running > 0) curl_multi_poll(load.multi, nullptr, 0, 100, nullptr);
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  for (CURL* easy : handles) curl_easy_cleanup(easy);
  curl_multi_cleanup(load.multi);
  curl_slist_free_all(headers);
  std::printf("%.0f\n", static_cast<double>(count) / took.count());
  return load.failed == 0 ? 0 : 1;
}
