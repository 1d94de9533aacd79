namespace Referrals.Kpis;

internal readonly ref partial struct ShardFold
{
    private void Answers()
    {
        for (var chunk = 0; chunk < _shard.AnswerTimes.Chunks; chunk++)
        {
            var by = _shard.AnswerBy.Chunk(chunk);
            var scores = _shard.AnswerScore.Chunk(chunk);
            var runs = new Runs(_fold.Windows, _shard.AnswerTimes, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    ref var cell = ref _cells[_people[by[i]].Cells + runs.Window];
                    cell.Promoters += scores[i] >= 9 ? 1 : 0;
                    cell.Passives += scores[i] is 7 or 8 ? 1 : 0;
                    cell.Detractors += scores[i] <= 6 ? 1 : 0;
                }
            }
        }
    }

    private void SpentCosts()
    {
        var costs = _shard.Costs;
        for (var chunk = 0; chunk < costs.Times.Chunks; chunk++)
        {
            var times = costs.Times.Chunk(chunk);
            var by = costs.By.Chunk(chunk);
            var referrers = costs.Referrer.Chunk(chunk);
            var traits = costs.Traits.Chunk(chunk);
            var kinds = costs.Kind.Chunk(chunk);
            var amounts = costs.Amount.Chunk(chunk);
            for (var i = 0; i < times.Length; i++)
            {
                var ending = _fold.Windows.EndingAfter(times[i]);
                if (ending < _fold.Span.Length)
                {
                    var channel = _fold.ChannelOf[traits[i]];
                    var group = by[i] == Shard.Nobody
                        ? _fold.Groups.Of(traits[i], referrers[i])
                        : _fold.Groups.OfCost(_shard.Traits[by[i]], channel, referrers[i]);
                    Spend((group * _fold.Span.Length) + ending, channel, kinds[i], amounts[i], _fold.Windows.Contains(ending, times[i]));
                }
            }
        }
    }

    /// <summary>What is before the window still counts as outstanding in it.</summary>
    private void Spend(int index, int channel, byte kind, long amount, bool inWindow)
    {
        ref var cell = ref _cells[index];
        var signed = kind == Costs.Reversed ? -amount : amount;
        cell.NewlyOutstanding += kind == Costs.Plain ? 0 : signed;
        if (inWindow)
        {
            cell.Granted += kind == Costs.Granted ? amount : 0;
            cell.Reversed += kind == Costs.Reversed ? amount : 0;
            _state.Costs[(index * _fold.Channels) + channel] += signed;
        }
    }

    private void Happened()
    {
        for (var chunk = 0; chunk < _shard.Happenings.Times.Chunks; chunk++)
        {
            var runs = new Runs(_fold.Windows, _shard.Happenings.Times, chunk);
            while (runs.Next())
            {
                for (var i = runs.Start; i < runs.End; i++)
                {
                    Happen((chunk * Column<int>.ChunkLength) + i, runs.Window);
                }
            }
        }
    }

    private void Happen(int row, int window)
    {
        var happenings = _shard.Happenings;
        var by = happenings.By[row];
        var traits = happenings.Traits[row];
        var cell = window + (by == Shard.Nobody
            ? _fold.Groups.Of(traits, Shard.Nobody) * _fold.Span.Length
            : _people[by].Cells);
        switch (happenings.Kind[row])
        {
            case Happenings.Created:
                _cells[cell].Created++;
                _state.ShareChannels[(cell * _fold.Channels) + _fold.ChannelOf[traits]].Created++;
                _state.Touchpoints[(cell * _fold.Touchpoints) + Touchpoint(row)].Created++;
                break;
            case Happenings.Qualified:
                _cells[cell].Qualified++;
                _state.ShareChannels[(cell * _fold.Channels) + _fold.ChannelOf[traits]].Qualified++;
                _state.Touchpoints[(cell * _fold.Touchpoints) + Touchpoint(row)].Qualified++;
                break;
            default:
                var key = (cell, happenings.Kind[row], happenings.Code[row]);
                _state.Happenings[key] = _state.Happenings.GetValueOrDefault(key) + 1;
                break;
        }
    }

    private int Touchpoint(int row) => _fold.Table.Touchpoints.Of(_fold.Table.Codes[_shard.Happenings.Code[row]]);
}
