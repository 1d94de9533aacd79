using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Referrals.Exports.Writing;
using Referrals.Sharing;

namespace Referrals.Exports.Payouts;

/// <summary>Writes the payouts on their way as files that PayPal or Wise takes.</summary>
/// <remarks>
/// <para>Start the payouts, write the files, upload each <b>once</b>, and report what became of each payout: a file says what is open and changes
/// nothing, so that one that is written again before the outcomes were reported holds the same payouts again, and the services pay them again.</para>
/// <para>Nothing in a file is run as a formula where somebody opens it in a spreadsheet: an account or name that would be is left out, and reported.</para>
/// </remarks>
/// <example><code>
/// var files = new PayoutFiles(PayoutFormat.PayPal, accounts.FindAsync) { Note = "Thank you for your referrals" };
/// var report = await files.WriteFolderAsync("payouts", referrals.Payouts.ListOpenAsync());
/// </code></example>
public sealed class PayoutFiles
{
    private const int Chunk = 200, MaxNote = 400;

    private readonly Func<IReadOnlyList<CustomerId>, CancellationToken, ValueTask<IReadOnlyDictionary<CustomerId, PayoutRecipient>>> _recipients;

    /// <summary>Prepares files.</summary>
    /// <param name="format">For which service.</param>
    /// <param name="recipients">Where the money of customers goes; asked a few hundred at a time. Who is not in the answer is left out, and reported.</param>
    public PayoutFiles(
        PayoutFormat format, Func<IReadOnlyList<CustomerId>, CancellationToken, ValueTask<IReadOnlyDictionary<CustomerId, PayoutRecipient>>> recipients)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(recipients);
        (Format, _recipients) = (format, recipients);
    }

    /// <summary>For which service.</summary>
    public PayoutFormat Format { get; }

    /// <summary>What the recipient reads: PayPal's note, up to 400 characters; Wise's payment reference, of which many banks show 18 and some 10.</summary>
    /// <value>The default is <c>null</c>: none for PayPal, and the name of the batch for Wise.</value>
    /// <exception cref="ArgumentException">It is longer, has several lines, or begins like a formula.</exception>
    public string? Note
    {
        get;
        init => field = value is null || (value.Length is > 0 and <= MaxNote && !value.Any(char.IsControl) && !SafeText.IsFormula(value)) ? value
            : throw new ArgumentException($"A note has 1 to {MaxNote} characters on one line, and begins with none of = + - @.", nameof(value));
    }

    /// <summary>Only the payouts of one batch.</summary>
    /// <value>The default is <c>null</c>: all that are given.</value>
    public string? Batch { get; init; }

    /// <summary>The currency that Wise is paid with.</summary>
    /// <value>The default is <c>null</c>: that of each payout. Another one is changed by Wise; the recipient gets the exact amount all the same.</value>
    /// <exception cref="ArgumentException">It is no money.</exception>
    public Unit? SourceCurrency
    {
        get;
        init => field = value is null or { IsMoney: true } ? value : throw new ArgumentException($"'{value}' is no currency.", nameof(value));
    }

    /// <summary>Whether PayPal reads decimals behind a comma, as it does for accounts of many European countries.</summary>
    /// <value>The default is <c>false</c>: <c>100.50</c>.</value>
    public bool DecimalComma { get; init; }

    /// <summary>How many payouts that are in no file a report lists; the rest is only counted.</summary>
    /// <value>The default is 1,000.</value>
    public int MaxListed { get; init; } = 1_000;

    /// <summary>
    /// The reference of a payout in PayPal's files and reports: its id, or a hash of it where PayPal would refuse the id (over 30 characters, or others than
    /// letters, digits, dots, hyphens and underscores).
    /// </summary>
    /// <exception cref="InvalidOperationException">The payout is <c>default</c>.</exception>
    public static string ReferenceOf(PayoutId payout) => PayoutRow.ReferenceOf(payout);

    /// <summary>
    /// Writes all files of the payouts into a folder: one for each currency, and another when one is full; and <c>payouts.csv</c>, which tells which payout
    /// stands in which row of which file, so that outcomes can be reported.
    /// </summary>
    /// <param name="folder">The folder; it is made if it is not there.</param>
    /// <param name="payouts">What is on its way, such as <see cref="PayoutOperations.ListOpenAsync"/>.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was written by then stays, so empty the folder.</param>
    /// <exception cref="IOException">The folder holds a file of the same name: what was uploaded once is not written over.</exception>
    public async Task<PayoutFileReport> WriteFolderAsync(string folder, IAsyncEnumerable<Payout> payouts, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(payouts);
        _ = Directory.CreateDirectory(folder);
        var open = new Dictionary<Unit, OpenFile>();
        var files = new List<OpenFile>();
        var left = new NotWritten(MaxListed);
        var list = new FileStream(Path.Combine(folder, "payouts.csv"), FileMode.CreateNew);
        await using var closingList = list.ConfigureAwait(false);
        var lines = CsvWriter.Start(list, hasMark: false, ["file", "row", "payout_id", "customer", "amount", "unit", "reference"]);
        await using var closingLines = lines.ConfigureAwait(false);
        try
        {
            await foreach (var (payout, cells) in RowsAsync(payouts, left, cancellationToken).ConfigureAwait(false))
            {
                var unit = payout.ToSend.Unit;
                if (!open.TryGetValue(unit, out var file) || file.Rows == Format.MaxRows)
                {
                    if (file is not null)
                    {
                        await file.CloseAsync(cancellationToken).ConfigureAwait(false);
                    }

                    var name = FormattableString.Invariant($"{Format.Name}-{unit.Code}-{(file?.Part ?? 0) + 1}.csv");
                    var target = Start(new FileStream(Path.Combine(folder, name), FileMode.CreateNew));
                    file = open[unit] = new OpenFile(name, (file?.Part ?? 0) + 1, target, unit);
                    files.Add(file);
                }

                await file.WriteAsync(payout, cells, cancellationToken).ConfigureAwait(false);
                await lines.WriteAsync(
                    [
                        CsvCell.Exact(file.Name), CsvCell.Of(file.Rows), CsvCell.Of(payout.Id.Value), CsvCell.Of(payout.Customer?.Value),
                        CsvCell.Of(payout.ToSend), CsvCell.UnitOf(payout.ToSend), CsvCell.Exact(ReferenceOf(payout.Id)),
                    ],
                    cancellationToken).ConfigureAwait(false);
            }

            await lines.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (var file in open.Values)
            {
                await file.CloseAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        return left.Report(files.Select(static file => file.Written));
    }

    /// <summary>Writes one file, such as into the answer of a web application: the payouts of one currency, as many as a file may have.</summary>
    /// <param name="payouts">What is on its way, such as <see cref="PayoutOperations.ListOpenAsync"/>.</param>
    /// <param name="currency">The currency.</param>
    /// <param name="destination">Where to write; it stays open.</param>
    /// <param name="part">Which file of several, from 1. Write all of them before an outcome is reported, since the parts follow from what is open.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was written by then is a cut file.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is below 1.</exception>
    public async Task<PayoutFileReport> WriteAsync(
        IAsyncEnumerable<Payout> payouts, Unit currency, Stream destination, int part = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payouts);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfLessThan(part, 1);
        var left = new NotWritten(MaxListed);
        var file = new OpenFile(FormattableString.Invariant($"{Format.Name}-{currency.Code}-{part}.csv"), part, Start(destination, leaveOpen: true), currency);
        long row = 0, first = (long)(part - 1) * Format.MaxRows;
        await foreach (var (payout, cells) in RowsAsync(payouts.Where(one => one.ToSend.Unit == currency), left, cancellationToken).ConfigureAwait(false))
        {
            if (row >= first && row < first + Format.MaxRows)
            {
                await file.WriteAsync(payout, cells, cancellationToken).ConfigureAwait(false);
            }

            row++;
        }

        await file.CloseAsync(cancellationToken).ConfigureAwait(false);
        return left.Report([file.Written]);
    }

    private (CsvWriter Writer, Stream? Closing) Start(Stream stream, bool leaveOpen = false) =>
        (Format == PayoutFormat.PayPal ? CsvWriter.Start(stream, PayPalColumns) : CsvWriter.Start(stream, hasMark: false, PayoutRow.Headings(Format)),
            leaveOpen ? null : stream);

    private const int PayPalColumns = 6;

    private async IAsyncEnumerable<(Payout Payout, CsvCell[] Cells)> RowsAsync(
        IAsyncEnumerable<Payout> payouts, NotWritten left, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new PayoutRow(this);
        var wanted = payouts.Where(payout => payout.Status == PayoutStatus.Open && (Batch is null || payout.Batch == Batch));
        await foreach (var chunk in wanted.Chunk(Chunk).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            CustomerId[] customers = [.. chunk.Select(static payout => payout.Customer).OfType<CustomerId>().Distinct()];
            var known = customers.Length == 0 ? new Dictionary<CustomerId, PayoutRecipient>()
                : await _recipients(customers, cancellationToken).ConfigureAwait(false);
            foreach (var payout in chunk)
            {
                var recipient = payout.Customer is { } customer ? known.GetValueOrDefault(customer) : null;
                if (rows.Of(payout, recipient, out var problem) is { } cells)
                {
                    yield return (payout, cells);
                }
                else
                {
                    left.Add(problem!);
                }
            }
        }
    }

    /// <summary>A file while it is written.</summary>
    private sealed class OpenFile(string name, int part, (CsvWriter Writer, Stream? Closing) target, Unit unit)
    {
        private Amount _total = Amount.Zero(unit);
        private bool _isClosed;

        internal string Name => name;

        internal int Part => part;

        internal int Rows { get; private set; }

        internal WrittenPayoutFile Written => new(name, Rows, _total);

        internal ValueTask WriteAsync(Payout payout, CsvCell[] cells, CancellationToken cancellationToken)
        {
            Rows++;
            _total += payout.ToSend;
            return target.Writer.WriteAsync(cells, cancellationToken);
        }

        internal async ValueTask CloseAsync(CancellationToken cancellationToken)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                await target.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);
                await target.Writer.DisposeAsync().ConfigureAwait(false);
                if (target.Closing is { } stream)
                {
                    await stream.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
    }

    private sealed class NotWritten(int maxListed)
    {
        private readonly SortedDictionary<string, long> _codes = new(StringComparer.Ordinal);
        private readonly List<PayoutNotWritten> _listed = [];

        internal void Add(PayoutNotWritten one)
        {
            _codes[one.Code] = _codes.GetValueOrDefault(one.Code) + 1;
            if (_listed.Count < maxListed)
            {
                _listed.Add(one);
            }
        }

        internal PayoutFileReport Report(IEnumerable<WrittenPayoutFile> files) => new()
        {
            Files = [.. files],
            NotWritten = _codes.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Listed = [.. _listed],
        };
    }
}
