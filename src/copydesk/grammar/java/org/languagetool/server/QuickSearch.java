package org.languagetool.server;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;
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
 * in the same two; a path knows the one before it in place of a copy; and what features weigh lies
 * together, so that little of memory is waited for. The order of all additions is OpenNLP's.
 */
final class QuickSearch<T> extends BeamSearch<T> {

  private static final double LEAST = -100_000; // the score below which OpenNLP drops a path

  private final long[] hashes; // of the features' names: 64 bits tell 100,000 of them apart
  private final int[] starts; // of what each weighs, 0 where there is none
  private final byte[] tags; // at a start their number, then the tags
  private final double[] weights; // at the same places as the tags

  @SuppressWarnings("unchecked")
  QuickSearch(int size, AbstractModel model) {
    super(size, model);
    Map<String, Context> named = (Map<String, Context>) model.getDataStructures()[1];
    hashes = new long[Integer.highestOneBit(named.size()) * 4];
    starts = new int[hashes.length];
    int length = 1;
    for (Context feature : named.values()) {
      length += 1 + feature.getOutcomes().length;
    }
    tags = new byte[length];
    weights = new double[length];
    int end = 1;
    for (Map.Entry<String, Context> entry : named.entrySet()) {
      long hash = hash(entry.getKey());
      int place = place(hash);
      hashes[place] = hash;
      starts[place] = end;
      int[] outcomes = entry.getValue().getOutcomes();
      tags[end] = (byte) outcomes.length;
      System.arraycopy(entry.getValue().getParameters(), 0, weights, end + 1, outcomes.length);
      for (int outcome : outcomes) {
        tags[++end] = (byte) outcome;
      }
      end++;
    }
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
          int here = at;
          step = new Step(known.probabilities(contexts.getContext(at, words, tags, more)),
              tag -> validator.validSequence(here, words, tags, tag));
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
    while (hashes[at] != hash && starts[at] != 0) {
      at = at + 1 & hashes.length - 1;
    }
    return at;
  }

  /** The features of one place: most are the same whatever the tags before it. */
  private final class Features {

    private String[] names = {};
    private int[] found = {}; // where what each weighs starts

    /** Return how likely each tag is, as GISModel.eval does. */
    double[] probabilities(String[] context) {
      find(context);
      double[] sums = new double[model.getNumOutcomes()];
      Arrays.fill(sums, Math.log(1.0 / sums.length));
      for (int start : found) {
        for (int at = start + 1, end = at + tags[start]; at < end; at++) {
          sums[tags[at]] += weights[at];
        }
      }
      double whole = 0;
      for (int tag = 0; tag < sums.length; tag++) {
        sums[tag] = Math.exp(sums[tag]);
        whole += sums[tag];
      }
      for (int tag = 0; tag < sums.length; tag++) {
        sums[tag] /= whole;
      }
      return sums;
    }

    /** Look up the features, all at once: then a processor waits for its memory once. */
    private void find(String[] context) {
      int[] all = new int[context.length];
      long[] wanted = new long[context.length];
      for (int i = 0; i < context.length; i++) {
        if (i < names.length && names[i].equals(context[i])) {
          all[i] = found[i];
        } else {
          wanted[i] = hash(context[i]);
        }
      }
      long[] there = new long[context.length];
      for (int i = 0; i < context.length; i++) {
        there[i] = hashes[(int) wanted[i] & hashes.length - 1];
      }
      for (int i = 0; i < context.length; i++) {
        if (wanted[i] != 0 && there[i] != 0) {
          all[i] = starts[place(wanted[i])];
        }
      }
      names = context;
      found = all;
    }
  }

  /** What may follow two tags, and how likely it is. */
  private final class Step {

    final double[] probabilities;
    final Predicate<String> isValid;
    final double[] scores; // 0 where not known yet
    final double least;

    Step(double[] probabilities, Predicate<String> isValid) {
      this.probabilities = probabilities;
      this.isValid = isValid;
      scores = new double[probabilities.length];
      double[] best = new double[Math.min(size, probabilities.length)]; // sorted
      for (double probability : probabilities) {
        int at = best.length - 1;
        if (probability > best[at]) {
          for (; at > 0 && best[at - 1] < probability; at--) {
            best[at] = best[at - 1];
          }
          best[at] = probability;
        }
      }
      least = best[best.length - 1];
    }

    /** Add to ``next`` the path with each tag that is valid and at least so likely. */
    void extend(Path path, double least, PriorityQueue<Path> next) {
      for (int tag = 0; tag < probabilities.length; tag++) {
        if (probabilities[tag] >= least) {
          if (scores[tag] == 0) {
            boolean valid = isValid.test(model.getOutcome(tag));
            scores[tag] = valid ? Math.log(probabilities[tag]) : Double.NEGATIVE_INFINITY;
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
