package org.languagetool.server;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import opennlp.tools.chunker.ChunkerME;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.postag.POSTaggerME;
import opennlp.tools.util.model.BaseModel;
import org.languagetool.AnalyzedTokenReadings;
import org.languagetool.Language;
import org.languagetool.Languages;
import org.languagetool.chunking.Chunker;
import org.languagetool.chunking.EnglishChunker;

/**
 * LanguageTool's chunker of English, which finds the phrases of a sentence, with a QuickSearch.
 *
 * It finds the same. As LanguageTool does, it reads its models when the first sentence comes.
 */
final class QuickChunker implements Chunker {

  private Chunker chunker;

  /** Have every variety of English use one. */
  static void install() {
    Chunker quick = new QuickChunker();
    for (Language language : Languages.get()) {
      if (language.getShortCode().equals("en")) {
        language.setChunker(quick);
      }
    }
  }

  @Override
  public void addChunkTags(List<AnalyzedTokenReadings> sentence) {
    chunker().addChunkTags(sentence);
  }

  private synchronized Chunker chunker() {
    if (chunker == null) {
      Chunker english = new EnglishChunker();
      try {
        quicken("posModel", "pos.model", POSTaggerME.DEFAULT_BEAM_SIZE);
        quicken("chunkerModel", "chunker.model", ChunkerME.DEFAULT_BEAM_SIZE);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("not the chunker that this was written for", e);
      }
      chunker = english;
    }
    return chunker;
  }

  /** Put a QuickSearch in the place of a model, which OpenNLP would search by itself. */
  @SuppressWarnings("unchecked")
  private static void quicken(String name, String entry, int size)
      throws ReflectiveOperationException {
    Field model = EnglishChunker.class.getDeclaredField(name);
    Field parts = BaseModel.class.getDeclaredField("artifactMap");
    model.setAccessible(true);
    parts.setAccessible(true);
    Map<String, Object> found = (Map<String, Object>) parts.get(model.get(null));
    AbstractModel own = (AbstractModel) found.get(entry);
    if (own == null) {
      throw new IllegalStateException("not the models that this was written for: no " + entry);
    }
    found.put(entry, new QuickSearch<>(size, own));
  }
}
