package org.languagetool.server;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.Map;
import java.util.PriorityQueue;
import opennlp.tools.ml.BeamSearch;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;
import opennlp.tools.util.BeamSearchContextGenerator;
import opennlp.tools.util.Sequence;
import opennlp.tools.util.SequenceValidator;

/**
 * OpenNLP's search for the most likely tags of a sentence, with the same result and less to do.
 *
 * What may follow depends on the last two tags alone, so it is computed once for all paths that end
 * in the same two; a path knows the one before it in place of a copy; and features are looked up in
 * a table that takes one access to memory, not five. The order of all additions is OpenNLP's.
 */
final class QuickSearch<T> extends BeamSearch<T> {

  private static final double LEAST = -100_000; // the score below which OpenNLP drops a path

  private final long[] hashes; // of the features' names: 64 bits tell 100,000 of them apart
  private final Context[] features;

  @SuppressWarnings("unchecked")
  QuickSearch(int size, AbstractModel model) {
    super(size, model);
    Map<String, Context> named = (Map<String, Context>) model.getDataStructures()[1];
    hashes = new long[Integer.highestOneBit(named.size()) * 4];
    features = new Context[hashes.length];
    named.forEach((name, feature) -> {
      long hash = hash(name);
      hashes[place(hash)] = hash;
      features[place(hash)] = feature;
    });
  }

  @Override
  public Sequence bestSequence(T[] words, Object[] more, BeamSearchContextGenerator<T> contexts,
      SequenceValidator<T> validator) {
    PriorityQueue<Path> best = new PriorityQueue<>(size);
    best.add(new Path(null, null, 0));
    for (int at = 0; at < words.length; at++) {
      Map<String, Step> steps = new HashMap<>();
      Features known = new Features();
      PriorityQueue<Path> next = new PriorityQueue<>(size);
      for (int left = Math.min(size, best.size()); left > 0; left--) {
        Path path = best.remove();
        Step step = steps.get(path.end());
        if (step == null) {
          String[] tags = path.tags(at);
          step = new Step(known.probabilities(contexts.getContext(at, words, tags, more)));
          for (int tag = 0; tag < step.valid.length; tag++) {
            step.valid[tag] = validator.validSequence(at, words, tags, model.getOutcome(tag));
          }
          steps.put(path.end(), step);
        }
        step.extend(path, step.least, next);
        if (next.isEmpty()) {
          step.extend(path, 0, next);
        }
      }
      best = next;
    }
    return best.isEmpty() ? null : new Sequence(best.remove().tags());
  }

  private static long hash(String name) {
    long hash = 1;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x9E3779B97F4A7C15L;
    }
    return hash ^ hash >>> 32;
  }

  private int place(long hash) {
    int at = (int) hash & hashes.length - 1;
    while (hashes[at] != hash && features[at] != null) {
      at = at + 1 & hashes.length - 1;
    }
    return at;
  }

  /** The features of one place: most are the same whatever the tags before it. */
  private final class Features {

    private String[] names = {};
    private Context[] found = {};

    /** Return how likely each tag is, as GISModel.eval does. */
    double[] probabilities(String[] context) {
      Context[] all = new Context[context.length];
      double[] sums = new double[model.getNumOutcomes()];
      Arrays.fill(sums, StrictMath.log(1.0 / sums.length));
      for (int i = 0; i < context.length; i++) {
        boolean isKnown = i < names.length && names[i].equals(context[i]);
        all[i] = isKnown ? found[i] : features[place(hash(context[i]))];
        if (all[i] != null) {
          int[] tags = all[i].getOutcomes();
          double[] weights = all[i].getParameters();
          for (int k = 0; k < tags.length; k++) {
            sums[tags[k]] += weights[k];
          }
        }
      }
      names = context;
      found = all;
      double whole = 0;
      for (int tag = 0; tag < sums.length; tag++) {
        sums[tag] = StrictMath.exp(sums[tag]);
        whole += sums[tag];
      }
      for (int tag = 0; tag < sums.length; tag++) {
        sums[tag] /= whole;
      }
      return sums;
    }
  }

  /** What may follow two tags, and how likely it is. */
  private final class Step {

    final double[] probabilities;
    final double[] scores;
    final boolean[] valid;
    final double least;

    Step(double[] probabilities) {
      this.probabilities = probabilities;
      double[] sorted = probabilities.clone();
      Arrays.sort(sorted);
      least = sorted[Math.max(0, sorted.length - size)];
      valid = new boolean[sorted.length];
      scores = new double[sorted.length]; // 0 where not known yet
    }

    /** Add to ``next`` the path with each tag that is valid and at least so likely. */
    void extend(Path path, double least, PriorityQueue<Path> next) {
      for (int tag = 0; tag < probabilities.length; tag++) {
        if (valid[tag] && probabilities[tag] >= least) {
          if (scores[tag] == 0) {
            scores[tag] = StrictMath.log(probabilities[tag]);
          }
          if (path.score + scores[tag] > LEAST) {
            next.add(new Path(path, model.getOutcome(tag), path.score + scores[tag]));
          }
        }
      }
    }
  }

  private static final class Path implements Comparable<Path> {

    private final Path before;
    private final String tag;
    private final double score;

    Path(Path before, String tag, double score) {
      this.before = before;
      this.tag = tag;
      this.score = score;
    }

    /** What tells apart the paths after which different tags may follow. */
    String end() {
      return before == null ? "" : before.tag + " " + tag;
    }

    /** Return the tags as those who ask for the last two of so many expect them. */
    String[] tags(int number) {
      String[] tags = new String[number];
      Path path = this;
      for (int i = number - 1; i >= 0 && i >= number - 2; i--, path = path.before) {
        tags[i] = path.tag;
      }
      return tags;
    }

    LinkedList<String> tags() {
      LinkedList<String> tags = new LinkedList<>();
      for (Path path = this; path.before != null; path = path.before) {
        tags.addFirst(path.tag);
      }
      return tags;
    }

    @Override
    public int compareTo(Path other) {
      return Double.compare(other.score, score);
    }
  }
}
