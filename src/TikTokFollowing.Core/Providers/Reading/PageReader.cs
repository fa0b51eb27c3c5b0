using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace TikTokFollowing.Providers.Reading;

/// <summary>Reads a body in one pass, straight from its bytes into rows: no document model, no reflection.</summary>
internal ref struct PageReader
{
    private readonly PageShape _shape;
    private readonly Utf8NameTable<PageField> _pageNames;
    private readonly Utf8NameTable<UserField> _userNames;
    private readonly Func<string?, DateTimeOffset, DateTimeOffset?> _timeOf;
    private readonly RowOrigin _origin;
    private readonly DateTimeOffset? _followedNotAfter;
    private readonly PageContent _content = new();
    private Utf8JsonReader _reader;
    private int _cursorRank = int.MaxValue;

    private PageReader(ReadOnlySpan<byte> body, PageShape shape, Func<string?, DateTimeOffset, DateTimeOffset?> timeOf, in RowOrigin origin)
    {
        _reader = new Utf8JsonReader(body);
        _shape = shape;
        _pageNames = shape.Page;
        _userNames = shape.User;
        _timeOf = timeOf;
        _origin = origin;
        _followedNotAfter = timeOf(origin.Cursor, origin.RetrievedAt);
    }

    /// <summary>A page with a value of each kind that is read.</summary>
    public static ReadOnlySpan<byte> Sample => """
        {"followingList":[{"user":{"id":"1","uniqueId":"a","nickname":"\u0061","verified":false,"avatarThumb":"https://a/"},
        "stats":{"followerCount":1,"heart":1}}],"hasMore":false,"total":1,"minTime":1,"status_code":0,"extra":{"now":1}}
        """u8;

    /// <summary>Reads a body.</summary>
    /// <param name="body">UTF-8 text.</param>
    /// <param name="shape">The names of its properties.</param>
    /// <param name="timeOf">The time that a cursor stands for.</param>
    /// <param name="origin">What the rows have in common.</param>
    /// <exception cref="JsonException">The body is not exactly one JSON object, is cut off, or is nested deeper than 64 levels.</exception>
    public static PageContent Read(
        ReadOnlySpan<byte> body, PageShape shape, Func<string?, DateTimeOffset, DateTimeOffset?> timeOf, in RowOrigin origin)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        PageReader page = new(body.StartsWith(byteOrderMark) ? body[3..] : body, shape, timeOf, origin);
        page._reader.Read();
        if (page._reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The body is JSON, but not an object.");
        }

        page.ReadPageObject();

        // Anything behind the object makes the reader throw here.
        page._reader.Read();
        page.BoundRowsFromBelow();
        return page._content;
    }

    private void ReadPageObject()
    {
        while (NextProperty(out PageField field, out int cursorRank))
        {
            switch (field)
            {
                case PageField.Rows:
                    ReadRows();
                    break;
                case PageField.RowsOrEnvelope when _reader.TokenType is JsonTokenType.StartArray or JsonTokenType.Null:
                    ReadRows();
                    break;
                case PageField.RowsOrEnvelope or PageField.Envelope when _reader.TokenType == JsonTokenType.StartObject:
                    ReadPageObject();
                    break;
                case PageField.Cursor:
                    ReadCursor(cursorRank);
                    break;
                case PageField.HasMore:
                    _content.HasMore = JsonText.ReadFlag(ref _reader) ?? _content.HasMore;
                    break;
                case PageField.Total:
                    _content.Total = JsonText.ReadCount(ref _reader) ?? _content.Total;
                    break;
                case PageField.IsTruncated:
                    _content.IsTruncated |= JsonText.ReadFlag(ref _reader) == true;
                    break;
                case PageField.StatusCode:
                    ReadStatusCode();
                    break;
                case PageField.StatusText:
                    string? text = JsonText.ReadIdentity(ref _reader);
                    _content.StatusText = _content.IsRefusal && _content.StatusText is not null ? _content.StatusText : text ?? _content.StatusText;
                    break;
                case PageField.StatusWord:
                    _content.SaysFailed |= JsonText.ReadIdentity(ref _reader)?.ToUpperInvariant() is "ERROR" or "FAIL" or "FAILED" or "FAILURE";
                    break;
                case PageField.Success:
                    _content.SaysFailed |= JsonText.ReadFlag(ref _reader) == false;
                    break;
                case PageField.RequestId:
                    _content.RequestId = JsonText.ReadIdentity(ref _reader) ?? _content.RequestId;
                    break;
                case PageField.Error:
                    ReadError();
                    break;
                default:
                    _reader.Skip();
                    break;
            }
        }
    }

    /// <summary>Moves to the value of the next property of the current object.</summary>
    private bool NextProperty(out PageField field, out int cursorRank)
    {
        cursorRank = 0;
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName)
        {
            field = default;
            return false;
        }

        ReadOnlySpan<byte> name = PropertyName();
        field = _pageNames.Find(name);
        while (field == PageField.Cursor && !name.SequenceEqual(_shape.CursorNames[cursorRank]))
        {
            cursorRank++;
        }

        _reader.Read();
        return true;
    }

    [MethodImpl(StartUp.CompileFully)]
    private readonly ReadOnlySpan<byte> PropertyName() =>
        _reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(JsonText.Unescape(_reader.ValueSpan)) : _reader.ValueSpan;

    private void ReadCursor(int rank)
    {
        PageCursor cursor = new(JsonText.ReadText(ref _reader)?.Trim());
        bool better = cursor.IsUsable == _content.Cursor.IsUsable ? rank < _cursorRank : cursor.IsUsable;
        if (better)
        {
            _content.Cursor = cursor;
            _cursorRank = rank;
        }
    }

    // A reseller's own success around TikTok's refusal does not make it one.
    private void ReadStatusCode()
    {
        string? code = JsonText.ReadIdentity(ref _reader);
        if (!_content.IsRefusal && code is not null)
        {
            _content.StatusCode = code;
        }
    }

    private void ReadError()
    {
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            if (_reader.TokenType == JsonTokenType.StartArray)
            {
                // Some languages write an empty object as an empty list.
                _reader.Read();
                _content.HasError = _reader.TokenType != JsonTokenType.EndArray;
                while (_reader.TokenType != JsonTokenType.EndArray)
                {
                    _reader.Skip();
                    _reader.Read();
                }

                return;
            }

            if (_reader.TokenType == JsonTokenType.True)
            {
                _content.HasError = true;
                return;
            }

            _content.ErrorMessage = JsonText.ReadIdentity(ref _reader) is not "0" and var text ? text : null;
            _content.HasError = _content.ErrorMessage is not null;
            return;
        }

        _content.HasErrorObject = true;
        while (NextProperty(out PageField field, out _))
        {
            _content.HasError = true;
            switch (field)
            {
                case PageField.StatusCode:
                    _content.ErrorCode = JsonText.ReadIdentity(ref _reader);
                    break;
                case PageField.StatusText:
                    _content.ErrorMessage = JsonText.ReadIdentity(ref _reader);
                    break;
                case PageField.RequestId:
                    _content.RequestId = JsonText.ReadIdentity(ref _reader) ?? _content.RequestId;
                    break;
                default:
                    _reader.Skip();
                    break;
            }
        }
    }

    [MethodImpl(StartUp.CompileFully)]
    private void ReadRows()
    {
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            _content.HasNullList |= _reader.TokenType == JsonTokenType.Null;
            _reader.Skip();
            return;
        }

        _content.Users ??= [];
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            UserDraft draft = default;
            if (_reader.TokenType == JsonTokenType.StartObject)
            {
                ReadUserObject(ref draft, ref draft.Counts);
            }
            else
            {
                _reader.Skip();
            }

            if (draft.NamesAnAccount)
            {
                _content.Users.Add(draft.ToUser(_origin, _followedNotAfter));
            }
            else
            {
                _content.EntriesWithoutAccount++;
            }
        }
    }

    [MethodImpl(StartUp.CompileFully)]
    private void ReadUserObject(ref UserDraft draft, ref UserCounts counts)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            UserField field = _userNames.Find(PropertyName());
            _reader.Read();
            switch (field)
            {
                case UserField.User or UserField.Stats when _reader.TokenType == JsonTokenType.StartObject:
                    ReadUserObject(ref draft, ref draft.Counts);
                    break;
                case UserField.ExactStats when _reader.TokenType == JsonTokenType.StartObject:
                    ReadUserObject(ref draft, ref draft.ExactCounts);
                    break;
                case UserField.Id: draft.UserId = JsonText.ReadIdentity(ref _reader); break;
                case UserField.Handle: draft.Handle = JsonText.ReadIdentity(ref _reader); break;
                case UserField.SecUid: draft.SecUid = JsonText.ReadIdentity(ref _reader); break;
                case UserField.DisplayName: draft.DisplayName = JsonText.ReadText(ref _reader); break;
                case UserField.Bio: draft.Bio = JsonText.ReadText(ref _reader); break;
                case UserField.Verified: draft.Verified = JsonText.ReadFlag(ref _reader); break;
                case UserField.VerificationText: draft.Verified = JsonText.ReadText(ref _reader) is string reason ? reason.Length > 0 : null; break;
                case UserField.Private: draft.Private = JsonText.ReadFlag(ref _reader); break;
                case UserField.WebsiteUrl: draft.WebsiteUrl = JsonText.ReadAddress(ref _reader); break;
                case UserField.AvatarUrl: draft.AvatarUrl = JsonText.ReadAddress(ref _reader); break;
                case UserField.AvatarThumbnailUrl: draft.AvatarThumbnailUrl = JsonText.ReadAddress(ref _reader); break;
                case UserField.Followers: counts.Followers = JsonText.ReadCount(ref _reader); break;
                case UserField.Following: counts.Following = JsonText.ReadCount(ref _reader); break;
                case UserField.Likes: counts.Likes = JsonText.ReadCount(ref _reader); break;
                case UserField.LikesFallback: counts.LikesFallback = JsonText.ReadCount(ref _reader); break;
                case UserField.Videos: counts.Videos = JsonText.ReadCount(ref _reader); break;
                case UserField.LikesGiven: counts.LikesGiven = JsonText.ReadCount(ref _reader); break;
                default: _reader.Skip(); break;
            }
        }
    }

    private readonly void BoundRowsFromBelow()
    {
        DateTimeOffset? bound = _timeOf(_content.Cursor.Value, _origin.RetrievedAt);
        if (_content.Users is null || bound is null || bound > _followedNotAfter)
        {
            return;
        }

        foreach (FollowedUser user in _content.Users)
        {
            user.BoundBelow = bound;
        }
    }

    private struct UserCounts
    {
        public long? Followers;
        public long? Following;
        public long? Likes;
        public long? LikesFallback;
        public long? Videos;
        public long? LikesGiven;
    }

    private struct UserDraft
    {
        public string? UserId;
        public string? Handle;
        public string? SecUid;
        public string? DisplayName;
        public string? Bio;
        public string? WebsiteUrl;
        public string? AvatarUrl;
        public string? AvatarThumbnailUrl;
        public bool? Verified;
        public bool? Private;
        public UserCounts Counts;
        public UserCounts ExactCounts;

        public readonly bool NamesAnAccount => (UserId ?? SecUid ?? Handle) is not null;

        [MethodImpl(StartUp.CompileFully)]
        public readonly FollowedUser ToUser(in RowOrigin origin, DateTimeOffset? followedNotAfter) => new()
        {
            FollowedBy = origin.FollowedBy,
            Handle = Handle,
            UserId = UserId,
            SecUid = SecUid,
            DisplayName = DisplayName,
            Bio = Bio,
            Verified = Verified,
            Private = Private,
            Followers = ExactCounts.Followers ?? Counts.Followers,
            Following = ExactCounts.Following ?? Counts.Following,
            Likes = ExactCounts.Likes ?? ExactCounts.LikesFallback ?? Counts.Likes ?? Counts.LikesFallback,
            Videos = ExactCounts.Videos ?? Counts.Videos,
            LikesGiven = ExactCounts.LikesGiven ?? Counts.LikesGiven,
            WebsiteUrl = WebsiteUrl,
            AvatarUrl = AvatarUrl,
            AvatarThumbnailUrl = AvatarThumbnailUrl,
            FollowedNotAfter = followedNotAfter,
            Provider = origin.Provider,
            IsSandbox = origin.IsSandbox,
            Page = origin.Page,
            RetrievedAt = origin.RetrievedAt,
        };
    }
}
