using System.Collections.Immutable;
using Referrals.Exports.Tables;

namespace Referrals.Exports;

/// <summary>Writes a program as CSV files: to move its people to another store or product, to look at them in a spreadsheet, or for a warehouse.</summary>
/// <remarks>
/// <para>It reads person by person and writes row by row, so that memory does not grow with either. Run it while nobody writes, or in a transaction at
/// repeatable read, so that all of it is of one moment. The engine is only read.</para>
/// <para>The files name customers as the application does. Whoever opens them sees who they are: keep them where personal data may be kept. Facts are as they
/// are stored, under pseudonyms where the application <see cref="ReferralsOptions.UsePseudonyms">uses them</see>.</para>
/// <para>An instance is used by one thread at a time, as its engine.</para>
/// </remarks>
/// <example><code>
/// var report = await new ReferralExport(referrals).WriteFolderAsync("moving");
/// </code></example>
public sealed class ReferralExport
{
    private const int TellEvery = 1_000;

    private readonly ReferralEngine _engine;

    /// <summary>Prepares an export.</summary>
    /// <param name="engine">The engine of the program.</param>
    public ReferralExport(ReferralEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
    }

    /// <summary>Whether files begin with the mark of UTF-8, by which Excel knows letters of other scripts.</summary>
    /// <value>The default is <c>false</c>.</value>
    public bool ByteOrderMark { get; set; }

    /// <summary>Told from time to time, and at the end.</summary>
    /// <value>The default is <c>null</c>.</value>
    public IProgress<ExportProgress>? Progress { get; set; }

    /// <summary>Writes files into a folder, which is made if it is not there.</summary>
    /// <remarks>Each file has the ending <c>.unfinished</c> until all of them are written: half an export is none.</remarks>
    /// <param name="folder">The folder.</param>
    /// <param name="files">Which files.</param>
    /// <param name="cancellationToken">Token to cancel the operation; nothing is left behind then.</param>
    /// <exception cref="IOException">A file of the same name is there already: it is not written over.</exception>
    /// <exception cref="ArgumentException">The folder is empty, or no file is asked for.</exception>
    public async Task<ExportReport> WriteFolderAsync(
        string folder, ExportFiles files = ExportFiles.ForImport, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _ = Directory.CreateDirectory(folder);
        var paths = NamesOf(files).Select(name => Path.Combine(folder, name)).ToArray();
        if (Array.Find(paths, File.Exists) is { } there)
        {
            throw new IOException($"There is a file '{there}' already; delete it or take another folder.");
        }

        try
        {
            var report = await WriteAsync(
                files, name => File.Create(Unfinished(Path.Combine(folder, name))), leaveOpen: false, cancellationToken).ConfigureAwait(false);
            Array.ForEach(paths, static path => File.Move(Unfinished(path), path));
            return report;
        }
        finally
        {
            Array.ForEach(paths, static path => File.Delete(Unfinished(path)));
        }

        static string Unfinished(string path) => path + ".unfinished";
    }

    /// <summary>Writes one file, such as into the answer of a web application.</summary>
    /// <param name="file">Which file.</param>
    /// <param name="destination">Where to write; it stays open.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was written by then is a cut file.</param>
    /// <exception cref="ArgumentException">It is not exactly one file.</exception>
    public Task<ExportReport> WriteAsync(ExportFiles file, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return NamesOf(file).Length == 1
            ? WriteAsync(file, _ => destination, leaveOpen: true, cancellationToken)
            : throw new ArgumentException($"'{file}' is not one file; ask for one, or write into a folder.", nameof(file));
    }

    private static string[] NamesOf(ExportFiles files)
    {
        string[] names = [.. Enum.GetValues<ExportFiles>().Where(file => int.IsPow2((int)file) && files.HasFlag(file)).Select(NameOf)];
        return names.Length > 0 && (files & ~ExportFiles.All) == 0 ? names
            : throw new ArgumentException($"'{files}' is no file of an export; there are {ExportFiles.All}.", nameof(files));
    }

    private static string NameOf(ExportFiles file) => file.ToString().ToLowerInvariant() + ".csv";

    private async Task<ExportReport> WriteAsync(ExportFiles files, Func<string, Stream> open, bool leaveOpen, CancellationToken cancellationToken)
    {
        var tables = new List<ExportTable>();
        var streams = new List<Stream>();
        try
        {
            foreach (var file in Enum.GetValues<ExportFiles>().Where(file => int.IsPow2((int)file) && files.HasFlag(file)))
            {
                var stream = open(NameOf(file));
                streams.Add(stream);
                tables.Add(ExportTable.Start(file, NameOf(file), stream, ByteOrderMark));
            }

            var sums = new Sums();
            long people = 0, facts = 0;
            var ofPeople = tables.OfType<PersonTable>().ToArray();
            if (ofPeople.Length > 0)
            {
                await foreach (var customer in _engine.Operations.ReadPeopleAsync(cancellationToken).ConfigureAwait(false))
                {
                    var person = await ExportedPerson.ReadAsync(_engine, customer, cancellationToken).ConfigureAwait(false);
                    if (person is null)
                    {
                        continue;
                    }

                    foreach (var table in ofPeople)
                    {
                        await table.WriteAsync(person, cancellationToken).ConfigureAwait(false);
                    }

                    sums.Add(person.Balances);
                    Tell(++people, facts);
                }
            }

            if (tables.OfType<FactTable>().FirstOrDefault() is { } journal)
            {
                await foreach (var fact in _engine.Operations.ReadJournalAsync(cancellationToken).ConfigureAwait(false))
                {
                    await journal.WriteAsync(fact, cancellationToken).ConfigureAwait(false);
                    Tell(people, ++facts);
                }
            }

            foreach (var table in tables)
            {
                await table.FinishAsync(cancellationToken).ConfigureAwait(false);
            }

            Progress?.Report(new ExportProgress(people, facts));
            return new ExportReport
            {
                Rows = tables.ToImmutableSortedDictionary(static table => table.Name, static table => table.Rows, StringComparer.Ordinal),
                People = people,
                Held = sums.Held,
                Owed = sums.Owed,
                InPayout = sums.InPayout,
            };
        }
        finally
        {
            foreach (var table in tables)
            {
                await table.DisposeAsync().ConfigureAwait(false);
            }

            foreach (var stream in leaveOpen ? [] : streams)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }

        void Tell(long people, long facts)
        {
            if ((people + facts) % TellEvery == 0)
            {
                Progress?.Report(new ExportProgress(people, facts));
            }
        }
    }
}
