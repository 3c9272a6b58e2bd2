#include "common/process/skeleton.hpp"
#include "services/mailer/app.hpp"

int main(int argc, char** argv) { return fenghuo::run_process("mailer", argc, argv, fenghuo::mailer::run); }
