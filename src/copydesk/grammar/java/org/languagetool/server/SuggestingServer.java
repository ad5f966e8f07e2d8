package org.languagetool.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.languagetool.Languages;
import org.languagetool.rules.spelling.SpellingCheckRule;
import org.languagetool.rules.spelling.morfologik.MorfologikSpellerRule;

/**
 * LanguageTool's server, which finds phrases quicker, and can be asked what a word is a slip of.
 *
 * With its own interface a suggestion comes with each finding or with none, and they are a third of
 * the time. It lies in LanguageTool's package because only there its settings can be read from
 * arguments. scripts/compile_java.py compiles it.
 */
public final class SuggestingServer extends HTTPServer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SuggestingServer(HTTPServerConfig config) {
    super(config);
    server.createContext("/v2/suggestions/", SuggestingServer::answer);
  }

  public static void main(String[] args) {
    HTTPServerConfig config = new HTTPServerConfig(args);
    DatabaseAccess.init(config); // as HTTPServer.main does; there is no database
    QuickChunker.install();
    new SuggestingServer(config).run();
  }

  /** Answer a POST to /v2/suggestions/en-GB of words, one a line, with a JSON object of lists. */
  private static void answer(HttpExchange exchange) throws IOException {
    System.out.println("Handling suggestions"); // a sign of use to what ends an idle server
    try (exchange) {
      String language = exchange.getRequestURI().getPath().replaceAll(".*/", "");
      String words = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      byte[] said = JSON.writeValueAsBytes(suggestions(language, words.split("\n")));
      exchange.sendResponseHeaders(200, said.length);
      exchange.getResponseBody().write(said);
    }
  }

  private static synchronized Map<String, List<String>> suggestions(String language, String[] words)
      throws IOException {
    SpellingCheckRule rule = Languages.getLanguageForShortCode(language).getDefaultSpellingRule();
    Map<String, List<String>> found = new LinkedHashMap<>();
    if (rule instanceof MorfologikSpellerRule speller) {
      for (String word : words) {
        found.put(word, speller.getSpellingSuggestions(word));
      }
    }
    return found;
  }
}
