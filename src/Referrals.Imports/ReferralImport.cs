using System.Collections.Immutable;
using Referrals.Imports.Applying;
using Referrals.Imports.Reading;

namespace Referrals.Imports;

/// <summary>Imports files of another referral or affiliate product: people, referrals, orders, rewards, payouts and balances.</summary>
/// <remarks>
/// <para>Past rewards are granted as they were, by the terms of then; nothing is decided anew. Run it as often as you like, also after it was killed: each
/// row has a key made of the source, the kind of file and its id there, and what was imported before changes nothing.</para>
/// <para>A file is read row by row, and memory does not grow with it but for the people whose balances are compared in the end
/// (<see cref="ImportOptions.MaxPeople"/>). An instance is used by one thread at a time, as its engine.</para>
/// </remarks>
/// <example><code>
/// var import = new ReferralImport(referrals, ImportSource.Dub, new ImportOptions { Customers = shop.FindAsync });
/// var trial = await import.CheckAsync(file);
/// var report = await import.RunAsync(file);
/// </code></example>
public sealed class ReferralImport
{
    /// <summary>How many rows wait for a later one, such as a refund for the reward that it takes back; what is beyond waits for the next run.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>Nobody of the application: asked for balances, the engine answers with every unit of the program.</summary>
    private static readonly CustomerId Nobody = CustomerId.From("import:nobody");

    private readonly ReferralEngine _engine;
    private readonly ImportSource _source;
    private readonly ImportOptions _options;

    /// <summary>Prepares an import.</summary>
    /// <param name="engine">The engine of the program that people are imported into.</param>
    /// <param name="source">The product that the files are from.</param>
    /// <param name="options">What the files do not say; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the source has no file of the name that they ask for.</exception>
    public ReferralImport(ReferralEngine engine, ImportSource source, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(source);
        _options = options ?? new ImportOptions();
        _options.Check();
        _ = _options.File is { } file ? source.Find(file) : null;
        _engine = _options.PublishEvents ? engine : engine.WithoutEvents();
        _source = source;
    }

    /// <summary>Reads a file and tells what an import would do, row by row; nothing is changed.</summary>
    /// <remarks>
    /// It reads every cell, asks who the people are and whether a row was imported before. What only the engine can refuse, such as a referral in a
    /// circle, is told by an import alone: try that on a copy of the database.
    /// </remarks>
    /// <param name="file">The file: CSV in UTF-8, with or without a mark, or in UTF-16 with one.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public Task<ImportReport> CheckAsync(Stream file, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunAsync(file, isDryRun: true, progress, cancellationToken);

    /// <summary>Imports a file.</summary>
    /// <param name="file">The file: CSV in UTF-8, with or without a mark, or in UTF-16 with one.</param>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Ends the call early; what was imported by then stays.</param>
    /// <exception cref="ReferralsException">The store is too busy. What was imported by then stays; run it again.</exception>
    public Task<ImportReport> RunAsync(Stream file, IProgress<ImportProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunAsync(file, isDryRun: false, progress, cancellationToken);

    private async Task<ImportReport> RunAsync(Stream file, bool isDryRun, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        var now = _engine.Clock.GetCurrentInstant();
        var reader = new CsvRowReader(_source, _options.File, file);
        var units = (await _engine.GetBalancesAsync(Nobody, cancellationToken).ConfigureAwait(false)).Select(static balance => balance.Unit).ToHashSet();
        var interpreter = new RowInterpreter(_source, _options, units, now);
        var run = new ImportRun(_engine, _source, _options, isDryRun);
        var batch = new List<ReadRow>(_options.BatchSize);
        await foreach (var raw in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var row = interpreter.Read(raw);
            if (raw.Line < _options.FromLine)
            {
                continue;
            }

            batch.Add(row);
            if (batch.Count == _options.BatchSize)
            {
                await FinishAsync().ConfigureAwait(false);
            }
        }

        await FinishAsync().ConfigureAwait(false);
        await run.RetryAsync(cancellationToken).ConfigureAwait(false);
        return await run.ReportAsync(reader.Problem, cancellationToken).ConfigureAwait(false);

        async Task FinishAsync()
        {
            if (batch.Count > 0)
            {
                var last = batch[^1].Raw.Line;
                await run.ApplyAsync(batch, reader.HeadingRow, cancellationToken).ConfigureAwait(false);
                batch.Clear();
                progress?.Report(run.Progress(last, file.CanSeek ? file.Position : 0));
            }
        }
    }

    /// <summary>One pass over a file.</summary>
    private sealed class ImportRun(ReferralEngine engine, ImportSource source, ImportOptions options, bool isDryRun)
    {
        private readonly RowApplier _applier = new(engine, source);
        private readonly Totals _totals = new(options.MaxPeople);
        private readonly PeopleResolver _people = new(source, options);
        private readonly SetAsideFile? _file = options.SetAside is { } writer ? new SetAsideFile(writer) : null;
        private readonly List<string> _files = [];
        private readonly List<ImportedRow> _listed = [];
        private readonly SortedDictionary<string, long> _codes = new(StringComparer.Ordinal);
        private readonly long[] _outcomes = new long[Enum.GetValues<ImportOutcome>().Length];
        private readonly List<(ReadRow Row, CustomerId? Person, CustomerId? Referee, IReadOnlyList<string> Headings)> _waiting = [];

        internal ImportProgress Progress(long line, long position) =>
            new(_outcomes.Sum() + _waiting.Count, _outcomes[(int)ImportOutcome.SetAside] + _waiting.Count, line, position);

        internal async Task ApplyAsync(List<ReadRow> rows, IReadOnlyList<string> headings, CancellationToken cancellationToken)
        {
            var known = await _people.ResolveAsync(rows, cancellationToken).ConfigureAwait(false);
            var done = new List<(ReadRow Row, CustomerId? Person, CustomerId? Referee, ImportOutcome Outcome, List<ImportFinding> Findings)>(rows.Count);
            await InTransactionAsync(ApplyAllAsync, cancellationToken).ConfigureAwait(false);
            foreach (var (row, person, referee, outcome, findings) in done)
            {
                if (!row.IsLeftOut)
                {
                    _totals.Add(row, person);
                }

                if (outcome == ImportOutcome.SetAside && !row.IsBroken && _waiting.Count < MaxWaiting
                    && findings.TrueForAll(static finding => finding.IsNote || finding.MayPass))
                {
                    _waiting.Add((row, person, referee, headings));
                }
                else
                {
                    await TellAsync(row, outcome, findings, headings).ConfigureAwait(false);
                }
            }

            async Task ApplyAllAsync(CancellationToken token)
            {
                // A transaction that is tried again begins with nothing.
                done.Clear();
                _applier.Forget();
                foreach (var row in rows)
                {
                    var findings = new List<ImportFinding>(row.Findings);
                    var person = PeopleResolver.Find(known, row.Person, row, ImportField.Person, findings);
                    var referee = PeopleResolver.Find(known, row.Referee, row, ImportField.Referee, findings);
                    var outcome = row.IsLeftOut ? ImportOutcome.Skipped
                        : findings.Exists(static finding => !finding.IsNote) ? ImportOutcome.SetAside
                        : isDryRun ? await _applier.ForeseeAsync(row, person, referee, findings, token).ConfigureAwait(false)
                        : await _applier.ApplyAsync(row, person, referee, findings, token).ConfigureAwait(false);
                    done.Add((row, person, referee, outcome, findings));
                }
            }
        }

        /// <summary>Tries again what waited for rows behind it, as long as that helps.</summary>
        internal async Task RetryAsync(CancellationToken cancellationToken)
        {
            for (var helped = true; helped && _waiting.Count > 0;)
            {
                helped = false;
                var rest = _waiting.ToArray();
                _waiting.Clear();
                foreach (var each in rest)
                {
                    var findings = new List<ImportFinding>();
                    var outcome = await _applier.ApplyAsync(each.Row, each.Person, each.Referee, findings, cancellationToken).ConfigureAwait(false);
                    if (outcome == ImportOutcome.SetAside)
                    {
                        _waiting.Add(each);
                    }
                    else
                    {
                        helped = true;
                        await TellAsync(each.Row, outcome, findings, each.Headings).ConfigureAwait(false);
                    }
                }
            }

            foreach (var each in _waiting)
            {
                var findings = new List<ImportFinding>();
                var outcome = await _applier.ApplyAsync(each.Row, each.Person, each.Referee, findings, cancellationToken).ConfigureAwait(false);
                await TellAsync(each.Row, outcome, findings, each.Headings).ConfigureAwait(false);
            }

            _waiting.Clear();
        }

        internal async Task<ImportReport> ReportAsync(ImportFinding? problem, CancellationToken cancellationToken) => new()
        {
            IsDryRun = isDryRun,
            Rows = _outcomes.Sum(),
            Imported = _outcomes[(int)ImportOutcome.Imported],
            Repeated = _outcomes[(int)ImportOutcome.Repeated],
            Skipped = _outcomes[(int)ImportOutcome.Skipped],
            SetAside = _outcomes[(int)ImportOutcome.SetAside],
            Files = [.. _files],
            Codes = _codes.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Listed = [.. _listed],
            Totals = [.. _totals.Units],
            Balances = await BalancesAsync(cancellationToken).ConfigureAwait(false),
            Problem = problem,
        };

        private Task InTransactionAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
            isDryRun || options.InTransaction is not { } transaction ? work(cancellationToken) : transaction(work, cancellationToken);

        private async ValueTask TellAsync(ReadRow row, ImportOutcome outcome, List<ImportFinding> findings, IReadOnlyList<string> headings)
        {
            var told = new ImportedRow { Line = row.Raw.Line, File = row.Raw.File.Name, Key = row.Key, Outcome = outcome, Findings = [.. findings] };
            _outcomes[(int)outcome]++;
            if (!_files.Contains(told.File))
            {
                _files.Add(told.File);
            }

            foreach (var finding in findings)
            {
                _codes[finding.Code] = _codes.GetValueOrDefault(finding.Code) + 1;
            }

            if (findings.Count > 0 && outcome != ImportOutcome.Skipped && _listed.Count < options.MaxListed)
            {
                _listed.Add(told);
            }

            options.EachRow?.Invoke(told);
            if (outcome == ImportOutcome.SetAside && _file is not null)
            {
                await _file.WriteAsync(headings, row.Raw, findings).ConfigureAwait(false);
            }
        }

        private async ValueTask<BalanceCheck> BalancesAsync(CancellationToken cancellationToken)
        {
            long compared = 0, differing = 0;
            var differences = ImmutableArray.CreateBuilder<BalanceDifference>();
            foreach (var (person, theirs) in isDryRun ? [] : _totals.People)
            {
                var balances = await engine.GetBalancesAsync(person, cancellationToken).ConfigureAwait(false);
                var ours = balances.Where(balance => balance.Unit == theirs.Unit)
                    .Select(static balance => balance.Available + balance.Pending + balance.InPayout)
                    .FirstOrDefault(Amount.Zero(theirs.Unit));
                compared++;
                if (ours != theirs)
                {
                    differing++;
                    if (differences.Count < options.MaxListed)
                    {
                        differences.Add(new BalanceDifference(person, theirs, ours));
                    }
                }
            }

            return new BalanceCheck { Compared = compared, Differing = differing, IsComplete = !_totals.IsCut, Differences = differences.ToImmutable() };
        }
    }
}
