using System.Globalization;
using Referrals.Storage;

namespace Referrals.Testing.Conformance.Probing;

/// <summary>Comparisons that fail with a sentence.</summary>
internal static class Expect
{
    internal static void Committed(CommitOutcome outcome) => Status(CommitStatus.Committed, outcome);

    internal static void Status(CommitStatus expected, CommitOutcome outcome) =>
        That(outcome.Status == expected, $"The commit must answer {expected}; it answered {Describe(outcome)}.");

    /// <summary>The commit reports exactly these keys as conflicts, in any order, each once.</summary>
    internal static void Conflict(CommitOutcome outcome, params RecordKey[] keys)
    {
        Status(CommitStatus.Conflict, outcome);
        That(
            outcome.Conflicts.Count == keys.Length && outcome.Conflicts.ToHashSet().SetEquals(keys),
            $"The commit must report {string.Join(", ", keys)}; it reported {string.Join(", ", outcome.Conflicts)}.");
    }

    internal static void Equal(long expected, long actual, string what) =>
        That(expected == actual, string.Create(CultureInfo.InvariantCulture, $"{what} must be {expected}; it is {actual}."));

    internal static void Equal(string expected, string actual, string what) =>
        That(string.Equals(expected, actual, StringComparison.Ordinal), $"{what} must be as it was:\n{expected}\nIt is:\n{actual}");

    internal static void Sequence(IEnumerable<string> expected, IEnumerable<string> actual, string what)
    {
        var left = expected.ToList();
        var right = actual.ToList();
        That(
            left.SequenceEqual(right, StringComparer.Ordinal),
            $"{what} must be [{string.Join(", ", left.Take(20))}]; it is [{string.Join(", ", right.Take(20))}] ({left.Count} and {right.Count}).");
    }

    internal static void Bytes(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual, string what) =>
        That(
            expected.Span.SequenceEqual(actual.Span),
            $"{what} must come back byte for byte; {expected.Length} bytes went in, {actual.Length} other ones came out.");

    internal static StoredRecord Exists(StoredRecord? record, RecordKey key) =>
        record ?? throw new StoreConformanceException($"{key} must exist; it was not found.");

    internal static void Missing(StoredRecord? record, RecordKey key) => That(record is null, $"{key} must not exist; it was found.");

    internal static async Task CancelledAsync(Func<Task> act, string what)
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        throw new StoreConformanceException($"{what} must throw OperationCanceledException; it did not.");
    }

    internal static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new StoreConformanceException(otherwise);
        }
    }

    private static string Describe(CommitOutcome outcome) =>
        outcome.Conflicts.Count == 0 ? $"{outcome.Status}" : $"{outcome.Status} on {string.Join(", ", outcome.Conflicts)}";
}
